package io.linker.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.linker.conflict.ConflictPolicy;
import io.linker.error.Failure;
import io.linker.event.RecordedEvent;
import io.linker.internal.engine.SimTopology.Side;
import io.linker.testkit.internal.log.ExpectedRevision;
import io.linker.testkit.internal.log.NewEvent;
import io.linker.transform.Draft;
import io.linker.transform.Transform;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Short scenarios of databases that are linked both ways, each fatal to links that lack one of their rules. */
class LoopCounterexamplesTest {
    private static final String S = "s-1";
    private static final SimTopology PAIR = SimTopology.of(LinkSpec.Loop.TWO_WAY, ConflictPolicy.appendWithError());

    private final World world = new World(42);
    private final Side a = new Side("a", new SimDatabase(world));
    private final Side b = new Side("b", new SimDatabase(world));
    private final Side c = new Side("c", new SimDatabase(world));

    // staging

    private static void write(Side side, String name) {
        write(side, S, name, "");
    }

    private static void write(Side side, String stream, String name, String metadata) {
        var event = new NewEvent(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
                "t",
                true,
                ByteString.copyFromUtf8(name),
                ByteString.copyFromUtf8(metadata));
        side.database().log.append(stream, ExpectedRevision.ANY, List.of(event));
        side.database().changed();
    }

    private static void document(Side side, String document) {
        var event = new NewEvent(
                UUID.nameUUIDFromBytes((side.name() + document).getBytes(StandardCharsets.UTF_8)),
                RecordedEvent.METADATA_TYPE,
                true,
                ByteString.copyFromUtf8(document),
                ByteString.EMPTY);
        side.database().log.append("$$" + S, ExpectedRevision.ANY, List.of(event));
        side.database().changed();
    }

    private static List<String> documents(Side side) {
        return events(side, "$$" + S).stream().map(TopologySimulation::text).toList();
    }

    private static List<RecordedEvent> events(Side side, String stream) {
        return side.database().all().stream()
                .filter(event -> event.stream().equals(stream))
                .toList();
    }

    private static List<String> written(Side side) {
        return events(side, S).stream().map(TopologySimulation::text).toList();
    }

    private static String metadata(RecordedEvent event) {
        return new String(event.metadata(), StandardCharsets.UTF_8);
    }

    private static List<String> marked(Side side, String stream) {
        return events(side, stream).stream()
                .filter(event -> metadata(event).contains("$error"))
                .map(TopologySimulation::text)
                .toList();
    }

    private SimLink start(SimTopology links, Side from, Side to) {
        SimLink link = links.link(world, from, to, Transform.none(), null);
        link.start();
        return link;
    }

    private void pass(long millis) {
        world.advanceTo(world.now() + millis);
    }

    private void copy(SimTopology links, Side from, Side to) {
        SimLink link = start(links, from, to);
        pass(10_000);
        assertThat(link.verdict()).isNull();
        link.kill();
    }

    // the scenarios

    @Test
    void whatCannotCarryATrailDoesNotGoRound() {
        write(a, S, "e0", "binary");
        write(b, S, "y0", "binary");
        start(PAIR, a, b);
        start(PAIR, b, a);
        pass(60_000);

        assertThat(written(a)).containsExactly("e0");
        assertThat(written(b)).containsExactly("y0");
        assertThat(events(b, "linker-park-a-to-b")).isNotEmpty();
    }

    @Test
    void anEventThatCameAnotherWayIsNotWrittenTwice() {
        SimTopology mesh = SimTopology.of(LinkSpec.Loop.MESH, ConflictPolicy.appendWithError());
        write(a, "e0");
        copy(mesh, a, b);
        write(b, "b1");
        write(a, "e1");
        copy(mesh, a, b);
        copy(mesh, a, c);
        copy(mesh, b, c);

        assertThat(written(b)).containsExactly("e0", "b1", "e1");
        assertThat(written(c)).containsExactly("e0", "e1", "b1");
    }

    @Test
    void anAnswerWithTheMetadataOfAnEchoIsNoEcho() {
        write(b, "y0");
        copy(PAIR, b, a);
        write(a, S, "e1", metadata(events(a, S).get(0)));
        copy(PAIR, a, b);

        assertThat(written(b)).containsExactly("y0", "e1");
        assertThat(marked(b, S)).isEmpty();
    }

    @Test
    void ofTwoDocumentsThatMetTheLaterOneStaysOnBothSides() {
        document(a, "{\"n\":1}");
        pass(100);
        document(b, "{\"n\":2}");
        copy(PAIR, a, b);
        copy(PAIR, b, a);

        assertThat(documents(a)).endsWith("{\"n\":2}");
        assertThat(documents(b)).containsExactly("{\"n\":2}");
    }

    @Test
    void aDocumentReplacesTheOneItsWriterKnewThoughItsClockIsBehind() {
        var ahead = new Side("b", new SimDatabase(world, 3_600_000));
        start(PAIR, a, ahead);
        start(PAIR, ahead, a);
        write(a, "e0");
        document(ahead, "{\"n\":1}");
        pass(5_000);
        document(a, "{\"n\":2}");
        pass(5_000);

        assertThat(documents(ahead)).endsWith("{\"n\":2}");
        assertThat(documents(a)).endsWith("{\"n\":2}");
    }

    @Test
    void aDocumentLeavesWhereTheOtherSideBeginsAStream() {
        write(a, "e0");
        write(a, "e1");
        copy(PAIR, a, b);
        document(b, "{\"$tb\":1}");
        pass(100);
        document(a, "{\"n\":1,\"$tb\":2}");
        copy(PAIR, a, b);

        assertThat(documents(b)).last().asString().contains("\"n\":1").contains("\"$tb\":1");
    }

    @Test
    void aDocumentDoesNotBringBackWhatTheOtherSideDeleted() {
        write(a, "e0");
        copy(PAIR, a, b);
        b.database().log.delete(S, ExpectedRevision.ANY);
        pass(100);
        document(a, "{\"n\":1}");
        copy(PAIR, a, b);

        assertThat(documents(b)).hasSize(1);
    }

    @Test
    void whatWasDivertedIsNotDivertedAgain() {
        SimTopology diverting = SimTopology.of(LinkSpec.Loop.TWO_WAY, ConflictPolicy.conflictStream());
        write(a, "e0");
        write(b, "y0");
        for (int run = 0; run < 3; run++) {
            SimLink link = diverting.link(world, a, b, Transform.none(), new SimCheckpoints(world));
            link.start();
            pass(10_000);
            link.kill();
        }

        assertThat(written(b)).containsExactly("y0");
        assertThat(events(b, "linker-conflicts-from-a-to-b"))
                .singleElement()
                .satisfies(event -> assertThat(metadata(event)).contains("$error"));
    }

    @Test
    void anEventThatCameOverAHubIsKnown() {
        write(c, "c0");
        copy(PAIR, c, b);
        copy(PAIR, b, a);
        write(a, "a1");
        copy(PAIR, a, b);

        assertThat(written(b)).containsExactly("c0", "a1");
        assertThat(marked(b, S)).isEmpty();
    }

    @Test
    void theEchoOfARenamedStreamSaysNothingOfTheOther() {
        for (int i = 0; i < 5; i++) {
            write(b, "renamed", "r" + i, "");
        }
        write(b, S, "y0", "");
        SimLink renaming = PAIR.link(world, b, a, new Renaming(), null);
        renaming.start();
        pass(10_000);
        renaming.kill();
        write(a, "e5");
        copy(PAIR, a, b);

        assertThat(written(a)).containsExactly("r0", "r1", "r2", "r3", "r4", "e5");
        assertThat(written(b)).containsExactly("y0", "e5");
        assertThat(marked(b, S)).containsExactly("e5");
    }

    /** Renames one stream to the other's name, and drops the other. */
    private static final class Renaming implements Transform {
        @Override
        public Optional<Draft> apply(Draft event) {
            return event.source().stream().equals(S) ? Optional.empty() : Optional.of(event);
        }

        @Override
        public String lane(String origin) {
            return S;
        }
    }

    @Test
    void writersThatTakeTurnsNeverConflict() {
        for (int turn = 0; turn < 5; turn++) {
            write(a, "a" + turn);
            copy(PAIR, a, b);
            write(b, "b" + turn);
            copy(PAIR, b, a);
        }

        assertThat(written(a)).hasSize(10).isEqualTo(written(b));
        assertThat(marked(a, S)).isEmpty();
        assertThat(marked(b, S)).isEmpty();
    }

    @Test
    void whatWaitsWhileAnEchoPassesDidNotKnowIt() {
        write(a, "e0");
        copy(PAIR, a, b);
        copy(PAIR, b, a);
        SimLink back = start(PAIR, b, a);
        pass(5_000);
        SimLink there = start(PAIR, a, b);
        pass(5_000);
        b.database().weather.refusesUntil = world.now() + 1_500;
        there.destination.cut(Failure.Kind.UNAVAILABLE);
        write(a, "e1");
        pass(1_000);
        write(b, "y1");
        pass(1_000);
        pass(60_000);

        assertThat(written(a)).containsExactly("e0", "e1", "y1");
        assertThat(marked(a, S)).containsExactly("y1");
        assertThat(written(b)).containsExactly("e0", "y1", "e1");
        assertThat(marked(b, S)).containsExactly("e1");
        assertThat(back.verdict()).isNull();
    }
}
