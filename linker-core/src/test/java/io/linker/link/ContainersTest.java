package io.linker.link;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

/** The tests of a link between any two databases, between two real nodes. Skipped where there is no container engine. */
@Testcontainers(disabledWithoutDocker = true)
class ContainersTest {
    private static final int PORT = 2113;

    @Container
    static final GenericContainer<?> ORIGIN = node();

    @Container
    static final GenericContainer<?> DESTINATION = node();

    /** Registered behind the extension that starts the containers. */
    @RegisterExtension
    static final BeforeAllCallback PROVIDES =
            context -> EndsExtension.provide(context, new Ends(uri(ORIGIN), uri(DESTINATION)));

    private static GenericContainer<?> node() {
        return new GenericContainer<>("eventstore/eventstore:24.10")
                .withCommand("--insecure", "--mem-db", "--run-projections=All", "--start-standard-projections")
                .withExposedPorts(PORT)
                .waitingFor(Wait.forHttp("/health/live").forPort(PORT).forStatusCode(204))
                .withStartupTimeout(Duration.ofMinutes(2));
    }

    private static String uri(GenericContainer<?> node) {
        return "esdb://" + node.getHost() + ":" + node.getMappedPort(PORT) + "?tls=false";
    }

    @Nested
    class Copy extends CopyTest {}

    @Nested
    class OddEvents extends OddEventsTest {}

    @Nested
    class StreamMetadata extends StreamMetadataTest {}

    @Nested
    class Selection extends SelectionTest {}

    @Nested
    class Sources extends SourcesTest {}

    @Nested
    class Category extends CategoryTest {}

    @Nested
    class Bounds extends BoundsTest {}

    @Nested
    class Checkpoints extends CheckpointsTest {}

    @Nested
    class Lifecycle extends LifecycleTest {}
}
