package io.linker.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.linker.testkit.internal.log.ExpectedRevision;
import io.linker.testkit.internal.log.NewEvent;
import io.linker.testkit.internal.log.StreamView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Soft deletes of streams that others write, too. */
class DeletesTest {
    private static final String S = "s-1";

    private static void write(SimDatabase database, String name) {
        var id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        var event = new NewEvent(id, "t", true, ByteString.copyFromUtf8("\"" + name + "\""), ByteString.EMPTY);
        database.log.append(S, ExpectedRevision.ANY, List.of(event));
        database.changed();
    }

    private static List<String> shown(SimDatabase database) {
        StreamView view = database.log.stream(S);
        return view.state() != StreamView.State.FOUND
                ? List.of()
                : database.page(view, 0, false, 100).stream()
                        .map(TopologySimulation::text)
                        .map(text -> text.replace("\"", ""))
                        .toList();
    }

    /** The stream, and how many documents it has, where a stranger writes so long after the origin's delete. */
    private record Outcome(List<String> readable, long documents) {
        static Outcome at(int millis) {
            var world = new World(42);
            var from = new SimDatabase(world);
            var to = new SimDatabase(world);
            write(from, "e0");
            SimLink link = SimLinks.link(world, from, to, SimLinks.Kind.SHARED);
            link.start();
            world.advanceTo(10_000);
            from.log.delete(S, ExpectedRevision.ANY);
            from.changed();
            world.advanceTo(10_000 + millis);
            write(to, "y");
            world.advanceTo(30_000);
            assertThat(link.verdict()).isNull();
            return new Outcome(shown(to), to.log.stream("$$" + S).head() + 1);
        }
    }

    @Test
    void whateverTheInstantAStrangersEventIsNotHidden() {
        List<Outcome> outcomes = IntStream.range(0, 500).mapToObj(Outcome::at).toList();

        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome.readable()).contains("y"));
        // On the way of the delete, where two documents show it again, and behind it, where the server does.
        assertThat(outcomes.get(0)).isEqualTo(new Outcome(List.of("y"), 4));
        assertThat(outcomes.get(499)).isEqualTo(new Outcome(List.of("y"), 2));
    }

    @Test
    void aReplayDoesNotHideWhatCameBehindADeleteThatLeftNoTrace() {
        var world = new World(42);
        var from = new SimDatabase(world);
        var to = new SimDatabase(world);
        var older = new SimCheckpoints(world);
        var store = new SimCheckpoints(world);
        write(from, "e0");
        started(world, from, to, older).kill();
        SimLink link = started(world, from, to, store);
        to.log.delete(S, ExpectedRevision.ANY); // somebody else's, so that the origin's finds nothing to do
        to.changed();
        from.log.delete(S, ExpectedRevision.ANY);
        write(from, "e1");
        from.changed();
        world.advanceTo(world.now() + 10_000);
        assertThat(shown(to)).containsExactly("e1");

        link.kill();
        link = started(world, from, to, older);
        assertThat(shown(to)).containsExactly("e1");
        assertThat(link.verdict()).isNull();
    }

    private static SimLink started(World world, SimDatabase from, SimDatabase to, SimCheckpoints store) {
        SimLink link = SimLinks.link(world, from, to, SimLinks.Kind.SHARED.with(store));
        link.start();
        world.advanceTo(world.now() + 10_000);
        return link;
    }
}
