package io.linker.benchmarks;

import io.linker.benchmarks.ends.Address;
import io.linker.benchmarks.ends.Databases;
import io.linker.benchmarks.ends.EmbeddedDatabases;
import io.linker.benchmarks.ends.GivenDatabases;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which databases a benchmark runs between. */
final class EndsOptions {
    @Option(
            names = "--origin",
            paramLabel = "HOST:PORT",
            description =
                    "Database to read, without TLS; with --destination. Default: an embedded node in a process of its own.")
    private @Nullable String origin;

    @Option(names = "--destination", paramLabel = "HOST:PORT", description = "Database to write, without TLS.")
    private @Nullable String destination;

    @Option(
            names = "--node-heap",
            paramLabel = "SIZE",
            defaultValue = "2g",
            description = "Heap of each embedded node (default: ${DEFAULT-VALUE}).")
    private String nodeHeap = "2g";

    Databases open() throws IOException {
        return origin != null && destination != null
                ? new GivenDatabases(Address.parse(origin), Address.parse(destination))
                : EmbeddedDatabases.start(nodeHeap, null);
    }
}
