package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.event.OriginPosition;
import io.linker.link.Database.Event;
import io.linker.origin.StartFrom;
import io.linker.testkit.EmbeddedEventStore;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deletes and documents never act on more than their origin had seen. */
@Timeout(60)
class DeleteRulesTest {
    private final EmbeddedEventStore originNode = EmbeddedEventStore.start();
    private final EmbeddedEventStore destinationNode = EmbeddedEventStore.start();
    private final Pair pair = new Pair(originNode, destinationNode);
    private final Database origin = pair.origin;
    private final Database destination = pair.destination;
    private final String stream = pair.stream("1");
    private final String checkpoint = "linker-checkpoint-" + pair.token;

    @AfterEach
    void close() {
        pair.close();
        originNode.close();
        destinationNode.close();
    }

    private static List<UUID> ids(String... texts) {
        return List.of(texts).stream().map(text -> Event.of(text).id()).toList();
    }

    /** What the next start knows is what the link knew when it first ran, or nothing at all. */
    private void forgetCheckpoint() {
        destination.delete(checkpoint);
    }

    @Test
    void aDeleteWaitsUntilWhatStandsBeforeItIsAnswered() throws InterruptedException {
        try (LinkerService link = Pair.started(pair.link(Settings.exactCopy()))) {
            try (var held = destinationNode.faults().appends().to(stream).holdAnswers()) {
                origin.append(stream, Event.of("a"), Event.of("b"));
                origin.delete(stream);
                await().until(() -> held.times() > 0);
                origin.append(pair.stream("other"), Event.of("other"));
                await().until(() -> destination.read(pair.stream("other")).size() == 1);
                assertThat(destination.ids(stream)).isNotEmpty().isSubsetOf(ids("a", "b"));
            }
            Pair.awaitCaughtUp(link);
            assertThat(destination.read(stream)).isEmpty();
        }
        pair.assertFaithful(Pair.EXACT);
    }

    @Test
    void aDeleteThatComesAgainDoesNotTouchTheRecreatedStream() throws InterruptedException {
        origin.append(stream, Event.of("a"));
        origin.delete(stream);
        origin.append(stream, Event.of("b"));
        for (Settings settings : List.of(Settings.defaults(), Settings.defaults())) {
            pair.copy(settings);
            assertThat(destination.ids(stream)).isEqualTo(ids("b"));
            forgetCheckpoint();
        }
        pair.assertFaithful(Pair.DEFAULTS);
    }

    @Test
    void aDeleteThatComesAgainDoesNotTouchTheRecreatedStreamOfAnExactCopy() throws InterruptedException {
        origin.append(stream, Event.of("a"));
        origin.delete(stream);
        origin.append(stream, Event.of("b"));
        for (int run = 0; run < 3; run++) {
            pair.copy(Settings.exactCopy());
            assertThat(destination.ids(stream)).isEqualTo(ids("b"));
            forgetCheckpoint();
        }
        pair.assertFaithful(Pair.EXACT);
    }

    @Test
    void aDeleteHidesNothingThatOthersWroteAtTheDestination() throws InterruptedException {
        origin.append(stream, Event.of("a"));
        pair.copy(Settings.defaults());
        destination.append(stream, Event.of("local"));
        origin.delete(stream);
        pair.copy(Settings.defaults());
        assertThat(destination.ids(stream)).isEqualTo(ids("a", "local"));
    }

    @Test
    void aDocumentThatComesAgainDoesNotBringADeletedStreamBack() throws InterruptedException {
        origin.append(stream, Event.of("a"));
        origin.setMetadata(stream, "{\"owner\":\"me\"}");
        origin.delete(stream);
        for (int run = 0; run < 3; run++) {
            pair.copy(Settings.defaults());
            assertThat(destination.read(stream)).isEmpty();
            forgetCheckpoint();
        }
        pair.assertFaithful(Pair.DEFAULTS);
    }

    @Test
    void aStreamThatIsTombstonedAtBothEndsIsDone() throws InterruptedException {
        origin.append(stream, Event.of("a"), Event.of("b"));
        origin.tombstone(stream);
        for (int run = 0; run < 3; run++) {
            pair.copy(Settings.defaults());
            assertThat(destination.isTombstoned(stream)).isTrue();
            forgetCheckpoint();
        }
        pair.assertFaithful(Pair.DEFAULTS);
    }

    @Test
    void deletesAndRecreationsInARowSurviveALostCheckpoint() throws InterruptedException {
        for (int life = 0; life < 5; life++) {
            origin.append(stream, Event.of("a" + life), Event.of("b" + life));
            origin.setMetadata(stream, "{\"life\":" + life + "}");
            origin.delete(stream);
        }
        origin.append(stream, Event.of("last"));
        for (int run = 0; run < 2; run++) {
            pair.copy(Settings.defaults());
            assertThat(destination.ids(stream)).as("run " + run).isEqualTo(ids("last"));
            forgetCheckpoint();
        }
    }

    @Test
    void anOldDocumentThatComesAgainDoesNotShowDeletedEvents() throws InterruptedException {
        origin.append(stream, Event.of("a"));
        origin.setMetadata(stream, "{\"owner\":\"me\"}");
        origin.delete(stream);
        origin.append(stream, Event.of("b"));
        for (int run = 0; run < 2; run++) {
            pair.copy(Settings.defaults());
            assertThat(destination.ids(stream)).as("run " + run).isEqualTo(ids("b"));
            forgetCheckpoint();
        }
    }

    @Test
    void anExactCopyThatIsSoftDeletedThereIsContinuedWithoutRepeatingWhatIsHidden() throws InterruptedException {
        origin.append(stream, Event.of("a"), Event.of("b"), Event.of("c"));
        pair.copy(Settings.exactCopy());
        destination.delete(stream);
        forgetCheckpoint();
        origin.append(stream, Event.of("d"));
        pair.copy(Settings.exactCopy());
        assertThat(destination.history(stream)).hasSize(4);
        assertThat(destination.ids(stream)).isEqualTo(ids("d"));
    }

    @Test
    void eventsThatAnExactCopyHidesAreNotWrittenAgain() throws InterruptedException {
        origin.append(stream, Event.of("a"), Event.of("b"), Event.of("c"));
        pair.copy(Settings.exactCopy());
        destination.setMetadata(stream, "{\"$tb\":3}");
        forgetCheckpoint();
        origin.append(stream, Event.of("d"));
        pair.copy(Settings.exactCopy());
        assertThat(destination.history(stream)).hasSize(4);
        assertThat(destination.ids(stream)).isEqualTo(ids("d"));
    }

    @Test
    void eventsThatTheOriginHidesByNowAreNoStrangersInAnExactCopy() throws InterruptedException {
        origin.append(stream, Event.of("a"), Event.of("b"), Event.of("c"));
        origin.append(stream, Event.of("d"));
        pair.copy(Settings.exactCopy());
        forgetCheckpoint();
        var b = new OriginPosition.All(origin.history(stream).get(1).position());
        origin.delete(stream);
        origin.append(stream, Event.of("e"));
        var stalled = originNode.faults().subscriptions().next(1).afterEvents(1).stall();
        try (LinkerService link = Pair.started(pair.link(Settings.exactCopy().with(StartFrom.after(b))))) {
            await().until(() -> stalled.times() > 0);
            await().atMost(Pair.PATIENCE)
                    .until(() ->
                            link.status().bufferedEvents() == 0 && link.status().read() > 0);
            stalled.close();
            Pair.awaitCaughtUp(link);
        }
        assertThat(destination.ids(stream)).isEqualTo(ids("e"));
    }
}
