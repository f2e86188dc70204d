package io.linker.internal.prepare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.linker.event.Birth;
import io.linker.event.Change;
import io.linker.event.NewEvent;
import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Outcome;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.event.SkipReason;
import io.linker.filter.EventFilter;
import io.linker.filter.NamePattern;
import io.linker.internal.prepare.PreparationSettings.Control;
import io.linker.internal.prepare.PreparationSettings.Trails;
import io.linker.transform.Transform;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of events. */
class PreparationTest extends Arrivals {
    @Test
    void anEventIsDeliveredWithItsProvenance() {
        RecordedEvent event = event("order-1", 7, "{\"a\":1}");
        NewEvent delivered = appended(preparation.prepare(at(event)), "order-1");
        assertThat(delivered.id()).isEqualTo(ID);
        assertThat(delivered.data()).isSameAs(event.data());
        assertThat(new String(delivered.metadata(), UTF_8))
                .startsWith("{\"a\":1,\"$origin\":\"A\",\"$revisions\":\"7\",\"$eventStreamId\":\"order-1\"");
    }

    @Test
    void anExactCopyIsTheSameBytes() {
        var exact = new Preparation(PreparationSettings.exactCopy("A", "B"));
        RecordedEvent event = event("order-1", 7, "{\"a\":1}");
        assertThat(appended(exact.prepare(at(event)), "order-1").metadata()).isSameAs(event.metadata());
        assertThat(skipped(exact.prepare(at(event("order-1", 8, trail("B", "4"))))))
                .isEqualTo(SkipReason.ECHO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$ce-order",
                "$$$ce-order",
                "$users",
                "$user-admin",
                "$settings",
                "linker-database",
                "$$linker-x",
                "$",
                "$$"
            })
    void systemStreamsAreNeverReplicatedWhateverTheFilter(String stream) {
        var greedy = new Preparation(filtered(EventFilter.streams(NamePattern.of("*"))));
        assertThat(skipped(greedy.prepare(at(event(stream, 0, ""))))).isEqualTo(SkipReason.SYSTEM);
    }

    @Test
    void aCategorysLinkWhoseTargetIsGoneIsUnresolved() {
        RecordedEvent link = typed(event("$ce-order", 4, ""), "$>");
        var position = new OriginPosition.Streams(Map.of("$ce-order", 4L));
        assertThat(skipped(preparation.prepare(new OriginEvent(link, position))))
                .isEqualTo(SkipReason.UNRESOLVED);
        assertThat(skipped(preparation.prepare(at(link)))).isEqualTo(SkipReason.SYSTEM);
    }

    @Test
    void linkEventsOfUsersAreCopiedOrSkipped() {
        RecordedEvent link = typed(event("favourites", 4, ""), "$>");
        assertThat(appended(preparation.prepare(at(link)), "favourites").type()).isEqualTo("$>");
        var skipping = new Preparation(new PreparationSettings(
                "A", "B", EventFilter.everything(), Transform.none(), Trails.EXTENDED, Control.DEFAULT, false, null));
        assertThat(skipped(skipping.prepare(at(link)))).isEqualTo(SkipReason.LINK_EVENT);
    }

    @Test
    void whatTheFilterDoesNotSelectIsSkippedAndStillMovesThePosition() {
        var orders = new Preparation(filtered(EventFilter.streams(NamePattern.prefix("order-"))));
        OriginEvent other = at(event("payment-1", 0, ""));
        Outcome outcome = orders.prepare(other);
        assertThat(skipped(outcome)).isEqualTo(SkipReason.FILTERED);
        assertThat(outcome.position()).isEqualTo(other.position());
        assertThat(skipped(orders.prepare(at(document("payment-1", 0, "{}", "")))))
                .isEqualTo(SkipReason.FILTERED);
        assertThat(change(orders.prepare(at(document("order-1", 0, "{}", ""))))).isInstanceOf(Change.SetMetadata.class);
    }

    @Test
    void whatIsOlderThanTheStartIsSkipped() {
        var late = new Preparation(new PreparationSettings(
                "A",
                "B",
                EventFilter.everything(),
                Transform.none(),
                Trails.EXTENDED,
                Control.DEFAULT,
                true,
                CREATED.plusNanos(1)));
        assertThat(skipped(late.prepare(at(event("s", 0, ""))))).isEqualTo(SkipReason.BEFORE_START);
    }

    @Test
    void localEventsStay() {
        assertThat(skipped(preparation.prepare(at(event("s", 0, "{\"$local\":1}")))))
                .isEqualTo(SkipReason.LOCAL);
    }

    @Test
    void anEchoIsSkippedAndTellsItsRevision() {
        var echo = (Outcome.Skip) preparation.prepare(at(event("s", 3, trail("B,A2", "41,9"))));
        assertThat(echo.reason()).isEqualTo(SkipReason.ECHO);
        assertThat(echo.echo()).isEqualTo(new Outcome.Echo("s", new Birth("B", "s", 1)));
        assertThat(change(preparation.prepare(at(event("s", 3, trail("B-2", "41"))))))
                .isInstanceOf(Change.Append.class);
    }

    @Test
    void metadataThatAnApplicationCopiedIsNoEcho() {
        String copied = trail("B", "41").replace("1111", "9999");
        NewEvent delivered = appended(preparation.prepare(at(event("s", 3, copied))), "s");
        assertThat(new String(delivered.metadata(), UTF_8))
                .contains("\"$origin\":\"A\"")
                .contains(ID.toString());
    }

    @Test
    void aTransformRewritesDropsAndRenames() {
        Transform transform = draft -> draft.type().equals("Noise")
                ? Optional.empty()
                : Optional.of(draft.withType("New").withMetadata("{\"m\":2}".getBytes(UTF_8)));
        var line = new Preparation(transformed(transform.then(Transform.renaming(lane -> "copy-" + lane))));
        NewEvent delivered = appended(line.prepare(at(event("s", 3, "{\"a\":1}"))), "copy-s");
        assertThat(delivered.type()).isEqualTo("New");
        assertThat(new String(delivered.metadata(), UTF_8))
                .startsWith("{\"m\":2,\"$origin\"")
                .contains("\"$eventStreamId\":\"s\"");
        assertThat(skipped(line.prepare(at(typed(event("s", 4, ""), "Noise"))))).isEqualTo(SkipReason.DROPPED);
        assertThat(change(line.prepare(at(document("s", 0, SOFT_DELETE, "")))))
                .as("a delete goes where its stream went")
                .isEqualTo(new Change.Delete("copy-s"));
    }

    @Test
    void aTransformCannotWriteSystemStreams() {
        var line = new Preparation(transformed(Transform.renaming(lane -> "$" + lane)));
        assertThat(line.prepare(at(event("s", 0, ""))))
                .isInstanceOfSatisfying(
                        Outcome.Undeliverable.class,
                        refused -> assertThat(refused.why()).contains("\"$s\""));
    }

    @Test
    void whatAUsersCodeThrowsMakesTheEventUndeliverable() {
        var transforms = new Preparation(transformed(draft -> {
            throw new IllegalStateException("no such key");
        }));
        assertThat(transforms.prepare(at(event("s", 0, ""))))
                .isInstanceOfSatisfying(
                        Outcome.Undeliverable.class,
                        refused -> assertThat(refused.why()).contains("no such key"));
        var filters = new Preparation(filtered(EventFilter.streams(NamePattern.regex("^(a|b)*$"))));
        assertThat(filters.prepare(at(event("ab".repeat(100_000), 0, "")))).isInstanceOf(Outcome.Undeliverable.class);
    }

    @Test
    void metadataThatCannotCarryATrailGoesAsItIsOrNotAtAll() {
        RecordedEvent event = event("s", 0, "[1]");
        assertThat(appended(preparation.prepare(at(event)), "s").metadata()).isSameAs(event.metadata());
        var loop = new Preparation(new PreparationSettings(
                "A",
                "B",
                EventFilter.everything(),
                Transform.none(),
                new Trails(true, false, true, false, false, false),
                Control.DEFAULT,
                true,
                null));
        assertThat(loop.prepare(at(event)))
                .isInstanceOfSatisfying(
                        Outcome.Undeliverable.class,
                        refused -> assertThat(refused.why()).contains("metadata is not a JSON object"));
    }

    @Test
    void anEventThatOnlyItsTrailMakesTooLargeGoesWithoutWhereThatIsAllowed() {
        RecordedEvent event = sized(Envelope.MOST_BYTES - 1100);
        assertThat(preparation.prepare(at(event))).isInstanceOf(Outcome.Undeliverable.class);
        var omitting = new Preparation(new PreparationSettings(
                "A",
                "B",
                EventFilter.everything(),
                Transform.none(),
                new Trails(true, false, false, true, false, false),
                Control.DEFAULT,
                true,
                null));
        assertThat(appended(omitting.prepare(at(event)), "s").metadata()).isEmpty();
        assertThat(omitting.prepare(at(sized(Envelope.MOST_BYTES + 1)))).isInstanceOf(Outcome.Undeliverable.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void neverThrowsWhateverArrives(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = noise(random);
            String stream = (random.nextBoolean() ? "$$" : "") + new String(noise(random), UTF_8);
            var event = new RecordedEvent(
                    stream,
                    random.nextInt(3),
                    ID,
                    "T",
                    random.nextBoolean(),
                    bytes,
                    noise(random),
                    CREATED,
                    Position.START);
            OriginEvent arrived = at(event);
            assertThat(preparation.prepare(arrived).position()).isSameAs(arrived.position());
        }
    }

    private static byte[] noise(Random random) {
        String[] pieces = {
            "{", "}", "\"$tb\":", "\"$origin\":\"A\"", ",", "1", "\"", "\\", "\u0000", "ü", "[", "]", " ", "'", "$"
        };
        var noise = new StringBuilder();
        for (int n = random.nextInt(8); n > 0; n--) {
            noise.append(pieces[random.nextInt(pieces.length)]);
        }
        return noise.toString().getBytes(UTF_8);
    }
}
