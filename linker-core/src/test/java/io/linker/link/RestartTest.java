package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.error.StopReason;
import io.linker.link.Database.Event;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nodes that go away, and other databases that come in their place. */
class RestartTest extends FileNodesTest {
    private void write(String stream, int from, int to) {
        pair.origin.append(
                pair.stream(stream),
                IntStream.range(from, to)
                        .mapToObj(i -> Event.of(stream + " " + i))
                        .toList());
    }

    @Test
    void anEmptyDatabaseInTheDestinationsPlaceIsNotFilledFromTheMiddle() throws InterruptedException {
        LinkerService link = Pair.started(pair.link(often(Settings.exactCopy())));
        try (link) {
            write("1", 0, 50);
            Pair.awaitCaughtUp(link);
            int port = destinationNode.port();
            destinationNode.close();
            destinationNode = node("another-destination", port);
            write("1", 50, 80);

            Verdicts.assertStops(link, StopReason.DESTINATION_REWOUND);
        }
        assertThat(pair.destination.history(""))
                .noneMatch(event -> event.stream().startsWith(pair.token));
    }

    @Test
    void anEmptyDatabaseInTheDestinationsPlaceIsFoundOutAlsoWhereNothingWasDelivered() throws InterruptedException {
        LinkerService link = Pair.started(pair.link(often(Settings.defaults())));
        try (link) {
            Pair.awaitCaughtUp(link);
            int port = destinationNode.port();
            destinationNode.close();
            destinationNode = node("another-destination", port);
            write("1", 0, 50);

            Verdicts.assertStops(link, StopReason.DESTINATION_REWOUND);
        }
        assertThat(pair.destination.history(""))
                .noneMatch(event -> event.stream().startsWith(pair.token));
    }

    @Test
    void anotherDatabaseInTheOriginsPlaceIsNotCopiedOn() throws InterruptedException {
        LinkerService link = Pair.started(pair.link(often(Settings.defaults())));
        try (link) {
            write("1", 0, 50);
            Pair.awaitCaughtUp(link);
            int port = originNode.port();
            originNode.close();
            originNode = node("another-origin", port);
            await().atMost(Pair.PATIENCE).ignoreExceptions().untilAsserted(() -> write("other", 0, 100));

            Verdicts.assertStops(link, StopReason.ORIGIN_CHANGED).hasMessageContainingAll("origin-01", "restored");
        }
        assertThat(pair.destination.read(pair.stream("other"))).isEmpty();
    }

    private static Settings often(Settings settings) {
        return settings.with(new Settings.Checkpoints(1, Duration.ofMillis(10)));
    }
}
