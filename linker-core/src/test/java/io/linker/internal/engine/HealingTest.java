package io.linker.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.linker.conflict.ConflictPolicy;
import io.linker.error.StopReason;
import io.linker.event.RecordedEvent;
import io.linker.internal.engine.SimTopology.Side;
import io.linker.testkit.internal.log.ExpectedRevision;
import io.linker.testkit.internal.log.LogRecord;
import io.linker.testkit.internal.log.NewEvent;
import io.linker.transform.Transform;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A database of a pair is restored to an earlier state, and a link fills it again. */
class HealingTest {
    private static final String S = "s-1";
    private static final SimTopology PAIR = SimTopology.of(LinkSpec.Loop.TWO_WAY, ConflictPolicy.appendWithError());

    private final World world = new World(42);
    private final Side a = new Side("a", new SimDatabase(world));
    private Side b = new Side("b", new SimDatabase(world));

    // staging

    private static void write(Side side, String... names) {
        describe(side, "", names);
    }

    private static void describe(Side side, String metadata, String... names) {
        Arrays.stream(names).forEach(name -> {
            var id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
            append(side, S, id, ByteString.copyFromUtf8(name), ByteString.copyFromUtf8(metadata), "t", true);
        });
        side.database().changed();
    }

    private static void append(
            Side side, String stream, UUID id, ByteString data, ByteString metadata, String type, boolean json) {
        var event = new NewEvent(id, type, json, data, metadata);
        side.database().log.append(stream, ExpectedRevision.ANY, List.of(event));
    }

    /** Puts a database in b's place that holds the first so many events of its log. */
    private void restore(int events) {
        var restored = new Side("b", new SimDatabase(world));
        for (int ordinal = 0; ordinal < events; ordinal++) {
            LogRecord record = Objects.requireNonNull(b.database().log.record(ordinal));
            append(
                    restored,
                    record.stream(),
                    record.id(),
                    record.data(),
                    record.metadata(),
                    record.type(),
                    record.json());
        }
        b = restored;
    }

    private int backup() {
        return b.database().log.size();
    }

    private static List<RecordedEvent> events(Side side) {
        return side.database().all().stream()
                .filter(event -> event.stream().equals(S))
                .toList();
    }

    private static List<String> written(Side side) {
        return events(side).stream().map(TopologySimulation::text).toList();
    }

    private void pass(long millis) {
        world.advanceTo(world.now() + millis);
    }

    private SimLink run(SimTopology links, Side from, Side to, @Nullable SimCheckpoints store) {
        SimLink link = links.link(world, from, to, Transform.none(), store);
        link.start();
        pass(10_000);
        return link;
    }

    /** Runs links both ways until all is everywhere. */
    private void copyBothWays() {
        SimLink there = PAIR.link(world, a, b, Transform.none(), null);
        SimLink back = PAIR.link(world, b, a, Transform.none(), null);
        there.start();
        back.start();
        pass(10_000);
        assertThat(there.verdict()).isNull();
        assertThat(back.verdict()).isNull();
        there.kill();
        back.kill();
    }

    private void heal() {
        SimLink healer = run(PAIR.healing(), a, b, null);
        assertThat(healer.verdict()).isNull();
        healer.kill();
    }

    private static StopReason reason(SimLink link) {
        return Objects.requireNonNull(link.verdict()).reason();
    }

    // the scenarios

    @Test
    void aLinkThatDoesNotHealStops() {
        write(b, "b0", "b1");
        int backup = backup();
        write(b, "b2");
        copyBothWays();
        restore(backup);
        write(a, "a3");

        assertThat(reason(run(PAIR, a, b, null))).isEqualTo(StopReason.DESTINATION_REWOUND);
        assertThat(written(b)).containsExactly("b0", "b1");
    }

    @Test
    void whatTheDestinationWroteComesBackAndWhatItHasIsNotRepeated() {
        write(b, "b0", "b1");
        copyBothWays();
        write(a, "a2");
        copyBothWays();
        int backup = backup();
        write(b, "b3", "b4");
        copyBothWays();
        write(a, "a5");
        write(b, "b6");
        copyBothWays();
        List<String> before = written(a);
        restore(backup);

        heal();
        assertThat(written(b)).containsExactlyInAnyOrderElementsOf(before).startsWith("b0", "b1", "a2", "b3", "b4");
        heal();
        assertThat(written(b)).hasSameSizeAs(before);

        // a link back that begins anew copies what is new, and nothing else
        write(b, "b7");
        write(a, "a8");
        SimLink there = run(PAIR, a, b, null);
        SimLink back = run(PAIR, b, a, new SimCheckpoints(world));
        pass(10_000);
        assertThat(there.verdict()).isNull();
        assertThat(back.verdict()).isNull();
        assertThat(written(a)).hasSize(before.size() + 2).endsWith("a8", "b7");
        assertThat(written(b)).containsExactlyInAnyOrderElementsOf(written(a));
    }

    @Test
    void aHealerThatIsKilledGoesOn() {
        String[] names = new String[200];
        Arrays.setAll(names, i -> "b" + i);
        write(b, names);
        copyBothWays();
        restore(0);
        for (int run = 0; run < 20; run++) {
            SimLink healer = PAIR.healing().link(world, a, b, Transform.none(), null);
            healer.start();
            pass(150 + 40 * run);
            healer.kill();
        }
        heal();

        assertThat(written(b)).containsExactly(names);
        assertThat(events(b))
                .allSatisfy(event -> assertThat(new String(event.metadata(), StandardCharsets.UTF_8))
                        .contains("\"$origin\":\"b,a\""));
    }

    @Test
    void aCheckpointKeptElsewhereIsSetBack() {
        var store = new SimCheckpoints(world);
        write(a, "a0", "a1");
        run(PAIR, a, b, store).kill();
        restore(0);
        SimLink stopped = run(PAIR, a, b, store);
        assertThat(reason(stopped)).isEqualTo(StopReason.DESTINATION_REWOUND);
        assertThat(written(b)).isEmpty();

        SimLink healer = run(PAIR.healing(), a, b, store);
        assertThat(healer.verdict()).isNull();
        assertThat(written(b)).containsExactly("a0", "a1");
    }

    @Test
    void aRestoredStreamThatSomebodyWroteToStopsTheHealer() {
        write(b, "b0", "b1", "b2");
        copyBothWays();
        restore(0);
        write(b, "b0", "other");

        assertThat(reason(run(PAIR.healing(), a, b, null))).isEqualTo(StopReason.DESTINATION_REWOUND);
        assertThat(written(b)).containsExactly("b0", "other");
    }

    @Test
    void aStreamOfWhichTheOriginLacksEventsStopsTheHealer() {
        write(b, "b0");
        describe(b, "{\"$local\":true}", "secret");
        write(b, "b2");
        copyBothWays();
        restore(0);

        assertThat(reason(run(PAIR.healing(), a, b, null))).isEqualTo(StopReason.DESTINATION_REWOUND);
        assertThat(written(b)).containsExactly("b0");
    }
}
