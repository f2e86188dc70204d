package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.Settings;
import io.linker.error.StopReason;
import io.linker.event.RecordedEvent;
import io.linker.link.Database.Event;
import io.linker.testkit.EmbeddedEventStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process that is killed at any instant loses nothing, doubles nothing and keeps the order, whatever becomes of its checkpoint.
 * Each case kills 5 times where the checkpoint is kept and 3 times where it is not, or 150 times if the system property {@code
 * linker.thorough} is true; {@code linker.seed} repeats the choice of instants.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class CrashTest {
    private static final boolean THOROUGH = Boolean.getBoolean("linker.thorough");
    private static final long SEED = Long.getLong("linker.seed", System.nanoTime());

    /** What becomes of the checkpoint between two lives. */
    enum Checkpoint {
        KEPT,
        DELETED,
        SET_BACK
    }

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    private final EmbeddedEventStore originNode = EmbeddedEventStore.start();
    private final EmbeddedEventStore destinationNode = EmbeddedEventStore.start();
    private final Pair pair = new Pair(originNode, destinationNode);
    private final String checkpoint = "linker-checkpoint-" + pair.token;
    private final Random random = new Random(SEED);

    @AfterEach
    void close() {
        pair.close();
        originNode.close();
        destinationNode.close();
    }

    private LinkProcess make(boolean exactCopy) {
        return LinkProcess.make(pair, exactCopy, directory.resolve("log"));
    }

    /** One life in four ends while the link is still starting, the others some time later. */
    private void killSometime(LinkProcess process) throws InterruptedException {
        process.go();
        if (random.nextInt(4) == 0) {
            process.killAfter(Duration.ofMillis(random.nextInt(500)));
        } else {
            process.awaitRunning().killAfter(Duration.ofMillis(100 + random.nextInt(700)));
        }
    }

    private void meddle(Checkpoint what) {
        List<RecordedEvent> stored = pair.destination.history(checkpoint);
        if (stored.isEmpty()) {
            return; // nobody has lived for long enough yet
        }
        if (what == Checkpoint.DELETED) {
            pair.destination.delete(checkpoint);
        } else if (what == Checkpoint.SET_BACK) {
            RecordedEvent older = stored.get(random.nextInt(stored.size()));
            pair.destination.append(
                    checkpoint,
                    new Event(UUID.randomUUID(), older.type(), older.json(), older.data(), older.metadata()));
        }
    }

    private void assertEverythingArrived(Settings settings) throws InterruptedException {
        Pair.copy(pair.link(settings));
        var report = pair.link(settings).compare();
        assertThat(report.isFaithful()).as(() -> "seed " + SEED + ": " + report).isTrue();
    }

    @ParameterizedTest(name = "checkpoint {0}, exact copy: {1}")
    @CsvSource({"KEPT,false", "KEPT,true", "DELETED,false", "DELETED,true", "SET_BACK,false", "SET_BACK,true"})
    void nothingIsLostOrDoubledHoweverOftenTheProcessIsKilled(Checkpoint between, boolean exactCopy) throws Exception {
        int kills = THOROUGH ? 150 : between == Checkpoint.KEPT ? 5 : 3;
        System.out.println("killing " + kills + " times with -Dlinker.seed=" + SEED);
        LinkProcess next = make(exactCopy);
        try (Writer writer = Writer.start(pair)) {
            for (int kill = 0; kill < kills; kill++) {
                try (LinkProcess process = next) {
                    next = make(exactCopy);
                    killSometime(process);
                }
                meddle(between);
            }
            assertThat(writer.written()).isPositive();
        } finally {
            next.close();
        }
        assertEverythingArrived(exactCopy ? Settings.exactCopy() : Settings.defaults());
    }

    @Test
    void ofTwoProcessesWithOneNameTheOlderStopsAsFenced() throws Exception {
        try (LinkProcess older = make(false);
                LinkProcess newer = make(false)) {
            try (Writer writer = Writer.start(pair)) {
                older.go().awaitRunning();
                newer.go().awaitRunning();
                assertThat(older.says()).isEqualTo(StopReason.FENCED.name());
                assertThat(older.awaitEnd()).isTrue();
                assertThat(writer.written()).isPositive();
            }
            newer.killAfter(Duration.ZERO);
        }
        assertEverythingArrived(Settings.defaults());
    }
}
