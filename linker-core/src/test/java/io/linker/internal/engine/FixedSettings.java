package io.linker.internal.engine;

import io.linker.internal.flow.SendWindow;
import java.util.Map;
import java.util.Objects;

/**
 * The best fixed setting of each point, as found by {@link FixedSearch}: requests, events of one, connections. What rate each
 * of them brings is measured anew by the test. To search again (about a minute of CPU time):
 *
 * <pre>
 * ./mvnw -q -pl linker-core -am test-compile
 * ./mvnw -q -pl linker-core dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp linker-core/target/test-classes:linker-core/target/classes:$(cat linker-core/target/classpath) \
 *     io.linker.internal.engine.FixedSearch
 * </pre>
 */
final class FixedSettings {
    private static final Map<String, SendWindow.Size> BEST = Map.ofEntries(
            Map.entry("20k-near", new SendWindow.Size(2, 10_000, 8)),
            Map.entry("20k-near-many", new SendWindow.Size(32, 10_000, 8)),
            Map.entry("20k-5ms-one", new SendWindow.Size(2, 10_000, 8)),
            Map.entry("20k-50ms", new SendWindow.Size(11, 10_000, 8)),
            Map.entry("20k-far", new SendWindow.Size(22, 10_000, 8)),
            Map.entry("20k-far-many", new SendWindow.Size(1_024, 10_000, 8)),
            Map.entry("backlog-near-one", new SendWindow.Size(4, 1_024, 8)),
            Map.entry("backlog-near", new SendWindow.Size(4, 10_000, 8)),
            Map.entry("backlog-near-many", new SendWindow.Size(22, 10_000, 8)),
            Map.entry("backlog-near-shared", new SendWindow.Size(4, 10_000, 8)),
            Map.entry("backlog-5ms-many", new SendWindow.Size(64, 10_000, 8)),
            Map.entry("backlog-50ms", new SendWindow.Size(11, 10_000, 8)),
            Map.entry("backlog-50ms-many", new SendWindow.Size(512, 10_000, 8)),
            Map.entry("backlog-far-one", new SendWindow.Size(4, 10_000, 8)),
            Map.entry("backlog-far-one-shared", new SendWindow.Size(1, 10_000, 8)),
            Map.entry("backlog-far", new SendWindow.Size(44, 10_000, 8)),
            Map.entry("backlog-far-shared", new SendWindow.Size(44, 10_000, 8)),
            Map.entry("backlog-far-many", new SendWindow.Size(1_024, 10_000, 8)),
            Map.entry("4KB-near", new SendWindow.Size(4, 10_000, 8)),
            Map.entry("4KB-far", new SendWindow.Size(358, 10_000, 4)),
            Map.entry("64KB-near", new SendWindow.Size(2, 10_000, 8)),
            Map.entry("64KB-far", new SendWindow.Size(64, 10_000, 8)),
            Map.entry("1MB-near-one", new SendWindow.Size(4, 10_000, 8)),
            Map.entry("1MB-5ms", new SendWindow.Size(4, 10_000, 8)),
            Map.entry("1MB-far", new SendWindow.Size(16, 10_000, 8)),
            Map.entry("together-near", new SendWindow.Size(1, 10_000, 8)),
            Map.entry("together-5ms", new SendWindow.Size(2, 10_000, 8)),
            Map.entry("together-5ms-many", new SendWindow.Size(64, 10_000, 8)),
            Map.entry("disturbed-near", new SendWindow.Size(64, 10_000, 8)),
            Map.entry("disturbed-5ms", new SendWindow.Size(64, 10_000, 8)),
            Map.entry("disturbed-50ms", new SendWindow.Size(64, 10_000, 8)),
            Map.entry("disturbed-far-many", new SendWindow.Size(1024, 10_000, 1)),
            Map.entry("becomes-far", new SendWindow.Size(44, 10_000, 16)),
            Map.entry("becomes-near", new SendWindow.Size(22, 10_000, 8)),
            Map.entry("server-slows-down", new SendWindow.Size(16, 10_000, 8)),
            Map.entry("server-speeds-up", new SendWindow.Size(89, 10_000, 8)),
            Map.entry("not-ready-for-long", new SendWindow.Size(4, 10_000, 8)),
            Map.entry("load-rises", new SendWindow.Size(512, 10_000, 8)),
            Map.entry("events-grow", new SendWindow.Size(16, 10_000, 8)));

    private FixedSettings() {}

    static SendWindow.Size best(FlowPoint point) {
        return Objects.requireNonNull(BEST.get(point.name()), point.name());
    }
}
