package io.linker.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.linker.conflict.ConflictPolicy;
import io.linker.internal.engine.SimTopology.Side;
import io.linker.testkit.internal.log.ExpectedRevision;
import io.linker.testkit.internal.log.NewEvent;
import io.linker.transform.Transform;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events that cannot carry provenance, in databases that are linked both ways and look up ids. */
class LookupsTest {
    private static final String S = "s-1";

    private final World world = new World(42);
    private final List<Side> sides = List.of(
            new Side("a", new SimDatabase(world)),
            new Side("b", new SimDatabase(world)),
            new Side("c", new SimDatabase(world)));
    private final List<SimLink> running = new ArrayList<>();

    // staging

    private static void write(Side side, String metadata, String... names) {
        Arrays.stream(names).forEach(name -> {
            var id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
            var event = new NewEvent(id, "t", true, ByteString.copyFromUtf8(name), ByteString.copyFromUtf8(metadata));
            side.database().log.append(S, ExpectedRevision.ANY, List.of(event));
        });
        side.database().changed();
    }

    private static List<String> written(Side side) {
        return side.database().all().stream()
                .filter(event -> event.stream().equals(S))
                .map(TopologySimulation::text)
                .toList();
    }

    private static long marked(Side side) {
        return side.database().all().stream()
                .filter(event -> event.stream().equals(S))
                .filter(event -> new String(event.metadata(), StandardCharsets.UTF_8).contains("$error"))
                .count();
    }

    private void pass() {
        world.advanceTo(world.now() + 10_000);
    }

    /** Links each side with each of the first so many; without checkpoints, so that each run comes by everything. */
    private void run(int databases) {
        var loop = databases == 2 ? LinkSpec.Loop.TWO_WAY : LinkSpec.Loop.MESH;
        SimTopology links =
                SimTopology.of(loop, ConflictPolicy.appendWithError()).lookingUp();
        for (int from = 0; from < databases; from++) {
            for (int to = 0; to < databases; to++) {
                if (from != to) {
                    SimLink link = links.link(
                            world, sides.get(from), sides.get(to), Transform.none(), new SimCheckpoints(world));
                    running.add(link);
                    link.start();
                }
            }
        }
        pass();
    }

    private void stop() {
        assertThat(running).allSatisfy(link -> assertThat(link.verdict()).isNull());
        running.forEach(SimLink::kill);
        running.clear();
    }

    // the scenarios

    @ParameterizedTest
    @EnumSource
    void eachIsEverywhereOnceAlsoAfterReplays(Databases databases) {
        write(sides.get(0), "binary", "a0", "a1");
        write(sides.get(1), "[]", "b0", "b1");
        write(sides.get(1), "{}", "b2");
        for (int run = 0; run < 3; run++) {
            run(databases.number);
            write(sides.get(0), "binary", "later " + run);
            pass();
            stop();
        }

        for (Side side : sides.subList(0, databases.number)) {
            assertThat(written(side))
                    .containsExactlyInAnyOrder("a0", "a1", "b0", "b1", "b2", "later 0", "later 1", "later 2")
                    .containsSubsequence("a0", "a1", "later 0", "later 1", "later 2")
                    .containsSubsequence("b0", "b1", "b2");
        }
    }

    enum Databases {
        TWO(2),
        THREE(3);

        final int number;

        Databases(int number) {
            this.number = number;
        }
    }

    @Test
    void theyNeitherMarkOthersNorAreMarked() {
        write(sides.get(0), "binary", "a0");
        write(sides.get(1), "binary", "b0");
        run(2);
        write(sides.get(0), "{}", "a1");
        pass();
        stop();
        write(sides.get(0), "{}", "a2");
        run(2);
        stop();

        assertThat(written(sides.get(1))).containsExactly("b0", "a0", "a1", "a2");
        assertThat(marked(sides.get(0)) + marked(sides.get(1))).isZero();
    }

    @Test
    void aLongStreamIsLookedThroughToItsBeginning() {
        String[] names = new String[3_000];
        Arrays.setAll(names, i -> "b" + i);
        write(sides.get(0), "binary", "a0"); // so that no event stands where it does on the other side
        write(sides.get(1), "binary", names);
        run(2);
        stop();
        run(2);
        stop();

        for (Side side : sides.subList(0, 2)) {
            assertThat(written(side)).hasSize(3_001).contains("a0").containsSubsequence(names);
        }
    }
}
