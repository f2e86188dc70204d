package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.testkit.FaultProxy;
import io.linker.testkit.FaultProxy.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process that is killed at any instant loses nothing and doubles nothing. The system property {@code linker.kills} says
 * how often it is killed in each test; {@code linker.seed} repeats the choice of instants.
 */
@Timeout(1200)
class CrashTest {
    private static final int KILLS = Integer.getInteger("linker.kills", 3);
    private static final long SEED = Long.getLong("linker.seed", System.nanoTime());
    /** What a process sends until it is killed: from the middle of connecting to some seconds of copying. */
    private static final int MOST_BYTES = 600_000;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    private final EmbeddedEventStore originNode = EmbeddedEventStore.start();
    private final EmbeddedEventStore destinationNode = EmbeddedEventStore.start();
    private final FaultProxy way = FaultProxy.to("127.0.0.1", destinationNode.port());
    private final Pair pair = new Pair(originNode, destinationNode);
    private final Random random = new Random(SEED);

    @AfterEach
    void close() {
        pair.close();
        way.close();
        originNode.close();
        destinationNode.close();
    }

    /** Runs the link in a process of its own until it has sent a number of bytes nobody knows, and kills it there. */
    private void runAndKill(boolean exclusive) throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        String destination = "esdb://127.0.0.1:" + way.port() + "?tls=false";
        long end = way.bytes(Direction.TO_SERVER) + (long) (MOST_BYTES * Math.pow(random.nextDouble(), 3)) + 1_000;
        Process process = LinkProcess.start(originNode.connectionString(), destination, pair.token, exclusive, log);
        try {
            await().pollInterval(Duration.ofMillis(1))
                    .pollDelay(Duration.ZERO)
                    .atMost(Pair.PATIENCE)
                    .failFast(() -> assertThat(process.isAlive())
                            .as(() -> "the process ended by itself: " + read(log))
                            .isTrue())
                    .until(() -> way.bytes(Direction.TO_SERVER) >= end);
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void assertEverythingArrived(boolean exclusive) throws InterruptedException {
        Settings settings = exclusive ? Settings.exactCopy() : Settings.defaults();
        try (LinkerService link = Pair.started(pair.link(settings))) {
            Pair.awaitCaughtUp(link);
        }
        var report = pair.compare(FaultTest.rules(settings));
        assertThat(report.isFaithful()).as(() -> "seed " + SEED + ": " + report).isTrue();
    }

    @ParameterizedTest(name = "exclusive: {0}")
    @ValueSource(booleans = {false, true})
    void nothingIsLostOrDoubledHoweverOftenTheProcessIsKilled(boolean exclusive) throws Exception {
        try (Writer writer = Writer.start(pair)) {
            for (int kill = 0; kill < KILLS; kill++) {
                runAndKill(exclusive);
            }
            assertThat(writer.written()).isPositive();
        }
        assertEverythingArrived(exclusive);
    }

    @Test
    void nothingIsLostOrDoubledThoughTheCheckpointIsLostEachTime() throws Exception {
        try (Writer writer = Writer.start(pair)) {
            for (int kill = 0; kill < KILLS; kill++) {
                runAndKill(false);
                pair.destination.delete("linker-checkpoint-" + pair.token);
            }
            assertThat(writer.written()).isPositive();
        }
        assertEverythingArrived(false);
    }
}
