package io.linker.internal.prepare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import io.linker.internal.prepare.PreparationSettings.Documents;
import io.linker.internal.prepare.PreparationSettings.Trails;
import io.linker.transform.Transform;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreparationTest {
    private static final UUID ID = UUID.fromString("11111111-2222-3333-4444-555555555555");
    private static final Instant CREATED = Instant.parse("2026-11-21T10:00:00Z");
    private static final String SOFT_DELETE = "{\"$tb\":9223372036854775807}";
    private static final PreparationSettings DEFAULTS = PreparationSettings.defaults("A", "B");

    private final Preparation preparation = new Preparation(DEFAULTS);

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
        assertThat(echo.echo()).isEqualTo(41);
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
    void aSoftDeleteATombstoneAndADocumentAreWhatTheyMean() {
        assertThat(change(preparation.prepare(at(document("s", 0, SOFT_DELETE, "")))))
                .isEqualTo(new Change.Delete("s"));
        RecordedEvent tombstone = typed(event("s", RecordedEvent.TOMBSTONE_REVISION, ""), "$streamDeleted");
        assertThat(change(preparation.prepare(at(tombstone)))).isEqualTo(new Change.Tombstone("s"));
        Change.SetMetadata set = document(
                preparation.prepare(at(document("t", 0, "{\"$maxCount\":5,\"$acl\":{\"$r\":\"me\"},\"x\":1}", ""))));
        assertThat(set.lane()).isEqualTo("t");
        assertThat(new String(set.event().data(), UTF_8)).isEqualTo("{\"$maxCount\":5,\"x\":1}");
        assertThat(new String(set.event().metadata(), UTF_8)).contains("\"$origin\":\"A\"");
    }

    @Test
    void eachOfThemCanBeSwitchedOff() {
        var none = new Preparation(controlled(new Control(Documents.NONE, false, false, false)));
        RecordedEvent tombstone = typed(event("s", RecordedEvent.TOMBSTONE_REVISION, ""), "$streamDeleted");
        for (RecordedEvent event :
                Arrays.asList(document("s", 0, SOFT_DELETE, ""), document("s", 0, "{}", ""), tombstone)) {
            assertThat(skipped(none.prepare(at(event)))).isEqualTo(SkipReason.SWITCHED_OFF);
        }
    }

    @Test
    void wholeDocumentsKeepAccessAndTruncationWhenAsked() {
        var all = new Preparation(controlled(new Control(Documents.ALL, true, true, true)));
        String document = "{\"$tb\":5,\"$acl\":{\"$r\":\"me\"}}";
        Change.SetMetadata set = document(all.prepare(at(document("s", 0, document, ""))));
        assertThat(new String(set.event().data(), UTF_8)).isEqualTo(document);
    }

    @Test
    void aTruncationIsLeftOutUnlessItIsTranslated() {
        Change.SetMetadata set = document(preparation.prepare(at(document("s", 0, "{\"$tb\":5,\"$maxAge\":9}", ""))));
        assertThat(new String(set.event().data(), UTF_8)).isEqualTo("{\"$maxAge\":9}");
    }

    @Test
    void theDocumentOfARecreationIsTheServersOwn() {
        preparation.prepare(at(document("s", 3, SOFT_DELETE, "")));
        Outcome recreated = preparation.prepare(at(document("s", 4, "{\"$tb\":10}", "")));
        assertThat(skipped(recreated)).isEqualTo(SkipReason.SERVER_MADE);
        assertThat(change(preparation.prepare(at(document("s", 5, "{\"$tb\":12}", "")))))
                .as("a user truncates the stream that lives again")
                .isInstanceOf(Change.SetMetadata.class);
    }

    @Test
    void aDocumentThatRevivesAStreamIsTheUsersAndItsCopyTheServers() {
        preparation.prepare(at(document("s", 3, "{\"$tb\":9223372036854775807,\"$maxCount\":2}", "")));
        assertThat(change(preparation.prepare(at(document("s", 4, "{\"$maxCount\":7}", "{\"who\":1}")))))
                .isInstanceOf(Change.SetMetadata.class);
        assertThat(skipped(preparation.prepare(at(document("s", 5, "{\"$maxCount\":7,\"$tb\":10}", "")))))
                .isEqualTo(SkipReason.SERVER_MADE);
    }

    @Test
    void afterARestartABareTruncationIsTakenForTheServers() {
        assertThat(skipped(preparation.prepare(at(document("s", 4, "{\"$tb\":10}", "")))))
                .isEqualTo(SkipReason.SERVER_MADE);
        assertThat(change(preparation.prepare(at(document("t", 4, "{\"$tb\":10}", "{\"who\":1}")))))
                .as("the server writes no metadata")
                .isInstanceOf(Change.SetMetadata.class);
        assertThat(change(preparation.prepare(at(document("u", 0, "{\"$tb\":10}", "")))))
                .as("nothing was deleted before the first document")
                .isInstanceOf(Change.SetMetadata.class);
    }

    @Test
    void aDocumentThatIsNotJsonToTheServerDeletesNothing() {
        RecordedEvent plain = document("s", 0, SOFT_DELETE, "");
        var binary = new RecordedEvent(
                plain.stream(), 0, ID, "$metadata", false, plain.data(), plain.metadata(), CREATED, Position.START);
        assertThat(change(preparation.prepare(at(binary)))).isInstanceOf(Change.SetMetadata.class);
    }

    @Test
    void aTombstonedMetadataStreamDoesNotEndItsStream() {
        RecordedEvent tombstone = typed(event("$$s", RecordedEvent.TOMBSTONE_REVISION, ""), "$streamDeleted");
        assertThat(preparation.prepare(at(tombstone))).isInstanceOf(Outcome.Undeliverable.class);
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
                new Trails(true, false, true, false),
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
                new Trails(true, false, false, true),
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

    private static PreparationSettings filtered(EventFilter filter) {
        return new PreparationSettings(
                "A", "B", filter, Transform.none(), Trails.EXTENDED, Control.DEFAULT, true, null);
    }

    private static PreparationSettings transformed(Transform transform) {
        return new PreparationSettings(
                "A", "B", EventFilter.everything(), transform, Trails.EXTENDED, Control.DEFAULT, true, null);
    }

    private static PreparationSettings controlled(Control control) {
        return new PreparationSettings(
                "A", "B", EventFilter.everything(), Transform.none(), Trails.EXTENDED, control, true, null);
    }

    private static String trail(String origins, String revisions) {
        return "{\"$origin\":\"" + origins + "\",\"$revisions\":\"" + revisions + "\",\"$eventStreamId\":\"s\","
                + "\"$eventNumber\":1,\"$eventId\":\"" + ID + "\"}";
    }

    private static OriginEvent at(RecordedEvent event) {
        return new OriginEvent(event, new OriginPosition.All(new Position(event.revision(), event.revision())));
    }

    private static RecordedEvent event(String stream, long revision, String metadata) {
        return new RecordedEvent(
                stream,
                revision,
                ID,
                "T",
                true,
                "{\"d\":1}".getBytes(UTF_8),
                metadata.getBytes(UTF_8),
                CREATED,
                Position.START);
    }

    private static RecordedEvent document(String lane, long revision, String document, String metadata) {
        return new RecordedEvent(
                "$$" + lane,
                revision,
                ID,
                "$metadata",
                true,
                document.getBytes(UTF_8),
                metadata.getBytes(UTF_8),
                CREATED,
                Position.START);
    }

    private static RecordedEvent typed(RecordedEvent event, String type) {
        return new RecordedEvent(
                event.stream(),
                event.revision(),
                ID,
                type,
                true,
                event.data(),
                event.metadata(),
                CREATED,
                Position.START);
    }

    private static RecordedEvent sized(int bytes) {
        byte[] none = {};
        return new RecordedEvent("s", 0, ID, "T", false, new byte[bytes], none, CREATED, Position.START);
    }

    private static @Nullable SkipReason skipped(Outcome outcome) {
        return outcome instanceof Outcome.Skip skip ? skip.reason() : null;
    }

    private static @Nullable Change change(Outcome outcome) {
        return outcome instanceof Outcome.Deliver deliver ? deliver.change() : null;
    }

    private static Change.SetMetadata document(Outcome outcome) {
        assertThat(change(outcome)).isInstanceOf(Change.SetMetadata.class);
        return (Change.SetMetadata) ((Outcome.Deliver) outcome).change();
    }

    private static NewEvent appended(Outcome outcome, String stream) {
        assertThat(change(outcome)).isInstanceOf(Change.Append.class);
        var append = (Change.Append) ((Outcome.Deliver) outcome).change();
        assertThat(append.lane()).isEqualTo(stream);
        return append.event();
    }
}
