package io.linker.internal.prepare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.linker.event.Change;
import io.linker.event.Outcome;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.event.SkipReason;
import io.linker.internal.prepare.PreparationSettings.Control;
import io.linker.internal.prepare.PreparationSettings.Documents;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What becomes of stream metadata, deletes and tombstones. */
class PreparedDocumentsTest extends Arrivals {
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
}
