package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.Delivery.DestinationDeleted;
import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.error.StopReason;
import io.linker.event.SkipReason;
import io.linker.link.Database.Event;
import io.linker.testkit.EmbeddedEventStore;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What readers of both ends see where somebody deletes a stream at the destination while the link runs. */
@Timeout(60)
class DestinationDeletedTest {
    private final EmbeddedEventStore originNode = EmbeddedEventStore.start();
    private final EmbeddedEventStore destinationNode = EmbeddedEventStore.start();
    private final Pair pair = new Pair(originNode, destinationNode);
    private final String stream = pair.stream("1");

    @AfterEach
    void close() {
        pair.close();
        originNode.close();
        destinationNode.close();
    }

    private static Settings settings(DestinationDeleted policy) {
        return Settings.defaults().with(Settings.defaults().delivery().with(policy));
    }

    private static List<UUID> ids(String... texts) {
        return Stream.of(texts).map(text -> Event.of(text).id()).toList();
    }

    /** A link that has copied two events to a stream, which somebody deleted then. */
    private LinkerService deletedUnder(DestinationDeleted policy) throws InterruptedException {
        LinkerService link = Pair.started(pair.link(settings(policy)));
        pair.origin.append(stream, Event.of("a"), Event.of("b"));
        Pair.awaitCaughtUp(link);
        pair.destination.delete(stream);
        return link;
    }

    @Test
    void theNextEventRecreates() throws InterruptedException {
        try (LinkerService link = deletedUnder(DestinationDeleted.RECREATE)) {
            pair.origin.append(stream, Event.of("c"));
            Pair.awaitCaughtUp(link);
            assertThat(pair.destination.ids(stream)).isEqualTo(ids("c"));
            assertThat(pair.origin.ids(stream)).isEqualTo(ids("a", "b", "c"));
        }
    }

    @Test
    void theStreamStaysDeletedUntilTheOriginBeginsItAnew() throws InterruptedException {
        try (LinkerService link = deletedUnder(DestinationDeleted.RESPECT)) {
            pair.origin.append(stream, Event.of("c"));
            Pair.awaitCaughtUp(link);
            assertThat(pair.destination.read(stream)).isEmpty();
            assertThat(link.status().skipped()).containsEntry(SkipReason.REMOVED, 1L);

            pair.origin.delete(stream);
            pair.origin.append(stream, Event.of("d"), Event.of("e"));
            Pair.awaitCaughtUp(link);
            assertThat(pair.destination.ids(stream)).isEqualTo(ids("d", "e")).isEqualTo(pair.origin.ids(stream));
        }
    }

    @Test
    void theLinkStopsBeforeItWritesAgain() throws InterruptedException {
        try (LinkerService link = deletedUnder(DestinationDeleted.HALT)) {
            pair.origin.append(stream, Event.of("c"));
            Verdicts.assertStops(link, StopReason.DESTINATION_DELETED).hasMessageContaining(stream);
            assertThat(pair.destination.read(stream)).isEmpty();
        }
        assertThat(pair.destination.history(stream)).hasSize(2);

        pair.copy(settings(DestinationDeleted.RECREATE));
        assertThat(pair.destination.ids(stream)).isEqualTo(ids("c"));
    }
}
