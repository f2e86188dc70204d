package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.linker.LinkerServiceBuilder;
import io.linker.Settings;
import io.linker.filter.EventFilter;
import io.linker.origin.OriginSource;
import java.time.Duration;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A link that reads a category through the links that the origin's projection keeps. */
class CategoryTest extends LinkTest {
    private static final Duration PROJECTION = Duration.ofSeconds(10);

    private String links() {
        return "$ce-" + pair.token;
    }

    @BeforeEach
    void needsTheProjection() {
        origin.append(pair.stream("0"), event("first"));
        boolean runs = true;
        try {
            await().atMost(PROJECTION).until(() -> !origin.read(links()).isEmpty());
        } catch (ConditionTimeoutException none) {
            runs = false;
        }
        assumeTrue(runs, "the origin does not run the projection $by_category");
    }

    private void awaitLinks(int events) {
        await().atMost(PROJECTION).until(() -> origin.read(links()).size() == events);
    }

    private LinkerServiceBuilder link(Settings settings) {
        return pair.link(settings).filter(EventFilter.everything()).source(new OriginSource.Category(pair.token));
    }

    private void assertCopied(String stream, int events) {
        assertThat(destination.read(stream)).hasSize(events).isEqualTo(origin.read(stream));
    }

    @Test
    void theOriginalStreamsOfTheCategoryArriveAndNoOthers() throws InterruptedException {
        origin.append(pair.stream("1"), event("a"), event("b"));
        origin.append(pair.token + "other-1", event("x"));
        origin.append(pair.stream("2"), event("c"));
        origin.append(pair.stream("1"), event("d"));
        awaitLinks(5);

        Pair.copy(link(Settings.exactCopy()));

        assertCopied(pair.stream("1"), 3);
        assertCopied(pair.stream("2"), 1);
        assertThat(destination.read(pair.token + "other-1")).isEmpty();
    }

    @Test
    void itGoesOnWhereItEndedAndFollows() throws InterruptedException {
        origin.append(pair.stream("1"), event("a"));
        awaitLinks(2);
        Pair.copy(link(Settings.exactCopy()));
        origin.append(pair.stream("1"), event("b"));
        awaitLinks(3);
        try (var link = Pair.started(link(Settings.exactCopy()))) {
            Pair.awaitCaughtUp(link);
            origin.append(pair.stream("2"), event("c"));
            awaitLinks(4);
            Pair.awaitCaughtUp(link);
            assertThat(link.status().skippedInAll()).isZero();
        }
        assertCopied(pair.stream("1"), 2);
        assertCopied(pair.stream("2"), 1);
    }

    @Test
    void linksToEventsThatAreGoneArePassedOver() throws InterruptedException {
        origin.append(pair.stream("1"), event("a"), event("b"), event("c"));
        origin.append(pair.stream("2"), event("d"));
        awaitLinks(5);
        origin.setMetadata(pair.stream("1"), "{\"$tb\":2}");
        origin.delete(pair.stream("2"));
        origin.append(pair.stream("3"), event("e"));
        await().atMost(PROJECTION).until(() -> origin.read(links()).size() >= 6);

        Pair.copy(link(Settings.defaults()));

        assertThat(destination.ids(pair.stream("1"))).containsExactly(event("c").id());
        assertThat(destination.read(pair.stream("2"))).isEmpty();
        assertThat(destination.ids(pair.stream("3"))).hasSize(1);
    }
}
