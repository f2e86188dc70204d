package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.LinkerServiceBuilder;
import io.linker.Settings;
import io.linker.filter.EventFilter;
import io.linker.link.Database.Event;
import io.linker.origin.OriginSource;
import io.linker.testkit.EmbeddedEventStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A link that reads a category: the node keeps its links as the projection by category does. */
@Timeout(60)
class CategoryTest {
    private final EmbeddedEventStore originNode =
            EmbeddedEventStore.builder().standardProjections(true).start();
    private final EmbeddedEventStore destinationNode = EmbeddedEventStore.start();
    private final Pair pair = new Pair(originNode, destinationNode);

    @AfterEach
    void close() {
        pair.close();
        originNode.close();
        destinationNode.close();
    }

    private LinkerServiceBuilder link(Settings settings) {
        return pair.link(settings).filter(EventFilter.everything()).source(new OriginSource.Category(pair.token));
    }

    private void assertCopied(String stream, int events) {
        assertThat(pair.destination.read(stream)).hasSize(events).isEqualTo(pair.origin.read(stream));
    }

    @Test
    void theOriginalStreamsOfTheCategoryArriveAndNoOthers() throws InterruptedException {
        pair.origin.append(pair.stream("1"), Event.of("a"), Event.of("b"));
        pair.origin.append("other-1", Event.of("x"));
        pair.origin.append(pair.stream("2"), Event.of("c"));
        pair.origin.append(pair.stream("1"), Event.of("d"));

        Pair.copy(link(Settings.exactCopy()));

        assertCopied(pair.stream("1"), 3);
        assertCopied(pair.stream("2"), 1);
        assertThat(pair.destination.read("other-1")).isEmpty();
        assertThat(pair.destination.read("$ce-" + pair.token)).isEmpty();
    }

    @Test
    void itGoesOnWhereItEndedAndFollows() throws InterruptedException {
        pair.origin.append(pair.stream("1"), Event.of("a"));
        Pair.copy(link(Settings.exactCopy()));
        pair.origin.append(pair.stream("1"), Event.of("b"));
        try (var link = Pair.started(link(Settings.exactCopy()))) {
            Pair.awaitCaughtUp(link);
            pair.origin.append(pair.stream("2"), Event.of("c"));
            Pair.awaitCaughtUp(link);
            assertThat(link.status().skippedInAll()).isZero();
        }
        assertCopied(pair.stream("1"), 2);
        assertCopied(pair.stream("2"), 1);
    }

    @Test
    void linksToEventsThatAreGoneArePassedOver() throws InterruptedException {
        pair.origin.append(pair.stream("1"), Event.of("a"), Event.of("b"), Event.of("c"));
        pair.origin.append(pair.stream("2"), Event.of("d"));
        pair.origin.setMetadata(pair.stream("1"), "{\"$tb\":2}");
        pair.origin.delete(pair.stream("2"));
        pair.origin.append(pair.stream("3"), Event.of("e"));

        Pair.copy(link(Settings.defaults()));

        assertThat(pair.destination.ids(pair.stream("1")))
                .containsExactly(Event.of("c").id());
        assertThat(pair.destination.read(pair.stream("2"))).isEmpty();
        assertThat(pair.destination.ids(pair.stream("3"))).hasSize(1);
    }
}
