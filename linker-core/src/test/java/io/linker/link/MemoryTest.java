package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.link.Database.Event;
import io.linker.status.LinkState;
import io.linker.testkit.EmbeddedEventStore;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a link holds is bounded in bytes, however large events are. */
@Timeout(60)
class MemoryTest {
    private static final int EVENTS = 24;
    private static final int SIZE = 2 << 20;
    private static final long MOST = 8L << 20;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    private EmbeddedEventStore node(String name) {
        return EmbeddedEventStore.builder()
                .directory(directory.resolve(name))
                .maxAppendSize(16 << 20)
                .start();
    }

    @Test
    void fewerLargeEventsAreAskedForAheadThanSmallOnes() throws InterruptedException {
        try (EmbeddedEventStore origin = node("origin");
                EmbeddedEventStore destination = node("destination");
                Pair pair = new Pair(origin, destination)) {
            byte[] data = new byte[SIZE];
            for (int i = 0; i < EVENTS; i++) {
                pair.origin.append(
                        pair.stream("" + i % 4),
                        Event.of("large " + i).withData(data).asBinary());
            }
            Settings.Flow flow = Settings.Flow.DEFAULTS;
            Settings settings = Settings.exactCopy()
                    .with(new Settings.Flow(
                            flow.maxBufferedEvents(), MOST, flow.maxUnanswered(), flow.maxBatchEvents(), 1, true));
            copyWatched(pair, destination, settings);
            pair.assertFaithful(Pair.EXACT);
        }
    }

    private static void copyWatched(Pair pair, EmbeddedEventStore destination, Settings settings)
            throws InterruptedException {
        try (var slow = destination.faults().appends().answerAfter(Duration.ofMillis(20));
                LinkerService link = Pair.started(pair.link(settings))) {
            await().pollInterval(Duration.ofMillis(5)).atMost(Pair.PATIENCE).until(() -> {
                // what was asked for before the first large event was seen cannot be taken back
                assertThat(link.status().bufferedBytes()).isLessThan(4 * MOST);
                return link.status().state() == LinkState.LIVE;
            });
            Pair.awaitCaughtUp(link);
            assertThat(slow.times()).isPositive();
        }
    }
}
