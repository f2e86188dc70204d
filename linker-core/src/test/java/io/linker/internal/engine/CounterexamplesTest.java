package io.linker.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.linker.error.Failure;
import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.RecordedEvent;
import io.linker.filter.EventFilter;
import io.linker.filter.NamePattern;
import io.linker.testkit.internal.log.ExpectedRevision;
import io.linker.testkit.internal.log.NewEvent;
import io.linker.testkit.internal.log.StreamView;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Short scenarios, each fatal to a link that lacks one of the rules of its protocol. */
class CounterexamplesTest {
    private static final String S = "s-1";
    private static final EventFilter NO_DROPPED =
            EventFilter.types(NamePattern.exact("dropped")).not();

    private final World world = new World(42);
    private final SimDatabase from = new SimDatabase(world);
    private final SimDatabase to = new SimDatabase(world);
    private final SimCheckpoints store = new SimCheckpoints(world);

    // staging

    private void write(SimDatabase database, String... names) {
        Arrays.stream(names).forEach(name -> write(database, UUID.nameUUIDFromBytes(bytes(name)), "kept", name));
    }

    private void write(SimDatabase database, UUID id, String type, String name) {
        StreamView view = database.log.stream(S);
        var expected = ExpectedRevision.exactly(view.head());
        var event = new NewEvent(id, type, false, ByteString.copyFromUtf8(name), ByteString.EMPTY);
        assertThat(database.log.append(S, expected, List.of(event)).getClass().getSimpleName())
                .isEqualTo("Success");
        database.changed();
    }

    private void drop(SimDatabase database, String name) {
        write(database, UUID.nameUUIDFromBytes(bytes(name)), "dropped", name);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> written(SimDatabase database) {
        return database.all().stream()
                .filter(event -> event.stream().equals(S) && !event.isTombstone())
                .map(CounterexamplesTest::text)
                .toList();
    }

    private static String text(RecordedEvent event) {
        return new String(event.data(), StandardCharsets.UTF_8);
    }

    private SimLink start(SimLinks.Kind kind) {
        SimLink link = SimLinks.link(world, from, to, kind);
        link.start();
        return link;
    }

    private void pass(long millis) {
        world.advanceTo(world.now() + millis);
    }

    /** Runs a link until it has caught up or is over; its verdict, null for none. */
    private @Nullable LinkStoppedException copy(SimLinks.Kind kind) {
        SimLink link = start(kind);
        pass(10_000);
        LinkStoppedException verdict = link.verdict();
        link.kill();
        return verdict;
    }

    // the scenarios

    @Test
    void aTailThatEqualsTheExpectedRevisionByChanceWritesNothingTwice() {
        write(from, "e0");
        drop(from, "e1");
        write(from, "e2");
        drop(from, "e3");
        write(from, "e4", "e5");
        copy(SimLinks.Kind.EXACT.with(NO_DROPPED).with(store));

        store.lose();
        copy(SimLinks.Kind.EXACT.with(NO_DROPPED).with(store));

        assertThat(written(to)).containsExactly("e0", "e2", "e4", "e5");
    }

    @Test
    void aStrangersEventInTheGapOfADroppedOneIsAConflict() {
        write(from, "e0");
        drop(from, "e1");
        write(from, "e2");
        write(to, "e0", "y1");

        copy(SimLinks.Kind.SHARED.with(NO_DROPPED));

        List<RecordedEvent> events =
                to.all().stream().filter(event -> event.stream().equals(S)).toList();
        assertThat(events.stream().map(CounterexamplesTest::text)).endsWith("e2");
        assertThat(new String(events.get(events.size() - 1).metadata(), StandardCharsets.UTF_8))
                .contains("$error");
    }

    @Test
    void aRequestOfAConnectionThatIsGoneRunsLateAndChangesNothing() {
        write(from, "e0", "e1", "e2", "e3");
        SimLink link = start(SimLinks.Kind.EXACT);
        for (int cut = 0; cut < 50; cut++) {
            pass(40);
            link.destination.cut(Failure.Kind.UNAVAILABLE);
            write(from, "late" + cut);
        }
        pass(60_000);

        assertThat(written(to)).isEqualTo(written(from));
    }

    @Test
    void aCheckpointSetFarBackWritesNothingAgain() {
        for (int i = 0; i < 101; i++) {
            write(from, "e" + i);
        }
        copy(SimLinks.Kind.SHARED.with(store));
        store.lose();
        copy(SimLinks.Kind.SHARED.with(store));

        assertThat(written(to)).isEqualTo(written(from));
    }

    @Test
    void whatAnEarlierRunWroteToAnExclusiveStreamIsNoConflict() {
        write(from, "e0");
        drop(from, "e1");
        write(from, "e2");
        write(to, "e0", "e2");
        write(from, "e4", "e5");
        write(to, "e4", "e5");

        assertThat(copy(SimLinks.Kind.EXACT.with(NO_DROPPED))).isNull();
        assertThat(written(to)).containsExactly("e0", "e2", "e4", "e5");
    }

    @Test
    void anIdThatComesAgainIsAnotherEvent() {
        UUID repeated = new UUID(7, 7);
        write(from, repeated, "kept", "x0");
        drop(from, "dropped");
        write(from, "y2");
        write(to, repeated, "kept", "x0");
        write(to, "y2");
        write(from, repeated, "kept", "x3");

        copy(SimLinks.Kind.EXACT.with(NO_DROPPED));

        assertThat(written(to)).containsExactly("x0", "y2", "x3");
    }

    @Test
    void aReplayedDeleteDoesNotHideWhatCameAfterIt() {
        write(from, "e0");
        from.log.delete(S, ExpectedRevision.ANY);
        write(from, "e1");
        copy(SimLinks.Kind.SHARED.with(store));
        store.lose();
        copy(SimLinks.Kind.SHARED.with(store));

        assertThat(to.log.stream(S).state()).isEqualTo(StreamView.State.FOUND);
        assertThat(written(to)).containsExactly("e0", "e1");
    }

    @Test
    void eventsBeforeATombstoneAreDoneWhereBothStreamsEnded() {
        write(from, "e0", "e1");
        copy(SimLinks.Kind.SHARED.with(store));
        from.log.tombstone(S, ExpectedRevision.ANY);
        copy(SimLinks.Kind.SHARED.with(store));
        store.lose();

        assertThat(copy(SimLinks.Kind.SHARED.with(store))).isNull();
        assertThat(to.log.stream(S).state()).isEqualTo(StreamView.State.TOMBSTONED);
    }

    @Test
    void aDestinationThatWasEmptiedStopsTheLink() {
        write(from, "e0", "e1");
        copy(SimLinks.Kind.SHARED.with(store));
        write(from, "e2");
        var emptied = new SimDatabase(world);
        SimLink link = SimLinks.link(world, from, emptied, SimLinks.Kind.SHARED.with(store));
        link.start();
        pass(10_000);

        assertThat(link.verdict())
                .isNotNull()
                .extracting(LinkStoppedException::reason)
                .isEqualTo(StopReason.DESTINATION_REWOUND);
        assertThat(written(emptied)).isEmpty();
    }

    @Test
    void anEventThatCannotCarryProvenanceIsNoStrangerAfterARestart() {
        for (String name : List.of("e0", "e1", "e2")) {
            var binary = new NewEvent(
                    UUID.nameUUIDFromBytes(bytes(name)),
                    "kept",
                    false,
                    ByteString.copyFromUtf8(name),
                    ByteString.copyFromUtf8("no object"));
            from.log.append(S, ExpectedRevision.ANY, List.of(binary));
        }
        copy(SimLinks.Kind.SHARED.with(store));
        store.lose();
        write(from, "e3");
        copy(SimLinks.Kind.SHARED.with(store));
        write(from, "e4");
        copy(SimLinks.Kind.SHARED.with(store));

        assertThat(written(to)).containsExactly("e0", "e1", "e2", "e3", "e4");
        assertThat(to.all())
                .allSatisfy(event -> assertThat(new String(event.metadata(), StandardCharsets.UTF_8))
                        .doesNotContain("$error"));
    }

    @Test
    void ofTwoCopiesTheOlderOneStopsAndNothingIsTwice() {
        write(from, "e0", "e1");
        SimLink older = start(SimLinks.Kind.SHARED);
        pass(5_000);
        SimLink newer = start(SimLinks.Kind.SHARED);
        for (int i = 2; i < 40; i++) {
            write(from, "e" + i);
            pass(100);
        }
        pass(5_000);

        assertThat(older.verdict())
                .isNotNull()
                .extracting(LinkStoppedException::reason)
                .isEqualTo(StopReason.FENCED);
        assertThat(newer.verdict()).isNull();
        assertThat(written(to)).isEqualTo(written(from));
    }

    @Test
    void anAnswerThatIsNotASuccessConfirmsNothing() {
        write(from, "e0", "e1", "e2");
        start(SimLinks.Kind.SHARED);
        to.weather.moods(0.4, 0.4);
        pass(60_000);
        to.weather.moods(0, 0);
        pass(60_000);

        assertThat(written(to)).isEqualTo(written(from));
    }
}
