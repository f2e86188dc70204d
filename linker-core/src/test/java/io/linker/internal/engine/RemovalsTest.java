package io.linker.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.SkipReason;
import io.linker.internal.engine.LinkSpec.Deleted;
import io.linker.testkit.internal.log.ExpectedRevision;
import io.linker.testkit.internal.log.NewEvent;
import io.linker.testkit.internal.log.StreamView;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What somebody else deletes at the destination while the link goes on, between its runs, or after a lost checkpoint. */
class RemovalsTest {
    private static final String S = "s-1";

    private final World world = new World(42);
    private final SimDatabase from = new SimDatabase(world);
    private final SimDatabase to = new SimDatabase(world);
    private final SimCheckpoints store = new SimCheckpoints(world);

    // staging

    private void write(SimDatabase database, String... names) {
        Arrays.stream(names).forEach(name -> {
            var id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
            var event = new NewEvent(id, "t", true, ByteString.copyFromUtf8("\"" + name + "\""), ByteString.EMPTY);
            database.log.append(S, ExpectedRevision.ANY, List.of(event));
        });
        database.changed();
    }

    private void describe(SimDatabase database, String document) {
        database.append("$$" + S, new UUID(7, database.log.size()), "$metadata", document, "");
        database.changed();
    }

    private void delete(SimDatabase database) {
        database.log.delete(S, ExpectedRevision.ANY);
        database.changed();
    }

    /** What a reader of the destination's stream sees. */
    private List<String> readable() {
        StreamView view = to.log.stream(S);
        return view.state() != StreamView.State.FOUND
                ? List.of()
                : to.page(view, 0, false, 100).stream()
                        .map(TopologySimulation::text)
                        .map(text -> text.replace("\"", ""))
                        .toList();
    }

    /** What was ever written there. */
    private long written() {
        return to.all().stream().filter(event -> event.stream().equals(S)).count();
    }

    private SimLink start(SimLinks.Kind kind, Deleted deleted) {
        SimLink link = SimLinks.link(world, from, to, kind.with(store).with(deleted));
        link.start();
        pass();
        return link;
    }

    private SimLink restart(SimLink before, SimLinks.Kind kind, Deleted deleted) {
        before.kill();
        return start(kind, deleted);
    }

    private void pass() {
        world.advanceTo(world.now() + 10_000);
    }

    private static long removed(SimLink link) {
        return link.core().status().skipped().getOrDefault(SkipReason.REMOVED, 0L);
    }

    static Stream<Arguments> kindsAndRestarts() {
        return Stream.of(SimLinks.Kind.SHARED, SimLinks.Kind.EXACT)
                .flatMap(kind -> Stream.of(Arguments.of(kind, false), Arguments.of(kind, true)));
    }

    // the truth table

    private enum Deed {
        DELETED_THERE,
        DELETED_AT_ORIGIN,
        TRUNCATED_THERE
    }

    /** What becomes of e2 and e3, which the origin writes after the deed; {@code skipped} counts what is left out. */
    private record Row(
            Deed deed,
            Deleted deleted,
            List<String> readable,
            long skipped,
            @Nullable StopReason stops) {
        static Row goesOn(Deed deed, Deleted deleted) {
            return new Row(deed, deleted, List.of("e2", "e3"), 0, null);
        }
    }

    static Stream<Arguments> truthTable() {
        return Stream.of(
                        Row.goesOn(Deed.DELETED_THERE, Deleted.RECREATE),
                        new Row(Deed.DELETED_THERE, Deleted.RESPECT, List.of(), 2, null),
                        new Row(Deed.DELETED_THERE, Deleted.HALT, List.of(), 0, StopReason.DESTINATION_DELETED),
                        Row.goesOn(Deed.DELETED_AT_ORIGIN, Deleted.RECREATE),
                        Row.goesOn(Deed.DELETED_AT_ORIGIN, Deleted.RESPECT),
                        Row.goesOn(Deed.DELETED_AT_ORIGIN, Deleted.HALT),
                        Row.goesOn(Deed.TRUNCATED_THERE, Deleted.RECREATE),
                        Row.goesOn(Deed.TRUNCATED_THERE, Deleted.RESPECT),
                        Row.goesOn(Deed.TRUNCATED_THERE, Deleted.HALT))
                .flatMap(row -> kindsAndRestarts()
                        .map(Arguments::get)
                        .map(kindAndRestart -> Arguments.of(row, kindAndRestart[0], kindAndRestart[1])));
    }

    private void happen(Deed deed) {
        switch (deed) {
            case DELETED_THERE -> delete(to);
            case DELETED_AT_ORIGIN -> {
                delete(from);
                pass();
            }
            case TRUNCATED_THERE -> describe(to, "{\"$tb\":" + (to.log.stream(S).head() + 1) + "}");
        }
    }

    @ParameterizedTest
    @MethodSource("truthTable")
    void whatFollowsTheDeed(Row row, SimLinks.Kind kind, boolean restarts) {
        write(from, "e0", "e1");
        SimLink link = start(kind, row.deleted);
        happen(row.deed);
        link = restarts ? restart(link, kind, row.deleted) : link;
        assertThat(link.verdict()).isNull();
        write(from, "e2", "e3");
        pass();

        assertThat(readable()).isEqualTo(row.readable);
        assertThat(written()).isEqualTo(2 + row.readable.size());
        assertThat(removed(link)).isEqualTo(row.skipped);
        LinkStoppedException verdict = link.verdict();
        assertThat(verdict == null ? null : verdict.reason()).isEqualTo(row.stops);
    }

    // the edges

    @ParameterizedTest
    @MethodSource("kindsAndRestarts")
    void aRespectedDeleteLastsUntilTheOriginBeginsTheStreamAnew(SimLinks.Kind kind, boolean restarts) {
        write(from, "e0", "e1");
        SimLink link = start(kind, Deleted.RESPECT);
        delete(to);
        link = restarts ? restart(link, kind, Deleted.RESPECT) : link;
        write(from, "e2");
        pass();
        describe(from, "{\"owner\":\"me\"}");
        write(from, "e3");
        pass();
        assertThat(readable()).isEmpty();
        assertThat(removed(link)).isEqualTo(3);

        delete(from);
        write(from, "e4");
        link = restarts ? restart(link, kind, Deleted.RESPECT) : link;
        write(from, "e5");
        pass();
        assertThat(readable()).containsExactly("e4", "e5");
        assertThat(written()).isEqualTo(4);
        assertThat(link.verdict()).isNull();
    }

    @ParameterizedTest
    @MethodSource("kindsAndRestarts")
    void aLinkThatHaltedNamesTheDeleteAndTheWayOn(SimLinks.Kind kind, boolean restarts) {
        write(from, "e0", "e1");
        SimLink link = start(kind, Deleted.HALT);
        delete(to);
        link = restarts ? restart(link, kind, Deleted.HALT) : link;
        write(from, "e2", "e3");
        pass();
        assertThat(link.verdict())
                .hasMessageContaining(S)
                .hasMessageContaining(" deleted at 20")
                .hasMessageContaining("'recreate'");

        link = restart(link, kind, Deleted.RECREATE);
        assertThat(readable()).containsExactly("e2", "e3");
        assertThat(link.verdict()).isNull();
    }

    @Test
    void aStreamThatSomebodyBroughtBackGoesOn() {
        write(from, "e0");
        SimLink link = start(SimLinks.Kind.SHARED, Deleted.RESPECT);
        delete(to);
        write(from, "e1");
        pass();
        describe(to, "{}");
        write(from, "e2");
        pass();

        assertThat(readable()).containsExactly("e2");
        assertThat(removed(link)).isEqualTo(1);
    }

    @Test
    void aReplayOverARespectedDeleteWritesNothing() {
        write(from, "e0", "e1", "e2");
        SimLink link = start(SimLinks.Kind.SHARED, Deleted.RESPECT);
        delete(to);
        write(from, "e3");
        pass();
        for (int run = 0; run < 2; run++) {
            store.lose();
            link = restart(link, SimLinks.Kind.SHARED, Deleted.RESPECT);
            assertThat(link.verdict()).isNull();
            assertThat(readable()).isEmpty();
            assertThat(written()).isEqualTo(3);
        }
    }

    /** The document shows again at the origin what its delete had hidden. */
    @Test
    void theOriginsOwnDeleteIsNotTakenForAnothersWhereADocumentCoversIt() {
        write(from, "e0", "e1");
        SimLink link = start(SimLinks.Kind.SHARED, Deleted.RESPECT);
        delete(from);
        pass();
        link.kill();
        write(from, "e2");
        describe(from, "{\"owner\":\"me\"}");
        link = start(SimLinks.Kind.SHARED, Deleted.RESPECT);

        assertThat(readable()).contains("e2");
        assertThat(removed(link)).isZero();
    }

    @Test
    void aStrangersEventsOnTopDoNotHideTheDelete() {
        write(from, "e0", "e1");
        SimLink link = start(SimLinks.Kind.SHARED, Deleted.RESPECT);
        write(to, "y2", "y3");
        delete(to);
        link = restart(link, SimLinks.Kind.SHARED, Deleted.RESPECT);
        write(from, "e2");
        pass();

        assertThat(readable()).isEmpty();
        assertThat(written()).isEqualTo(4);
        assertThat(removed(link)).isEqualTo(1);
    }
}
