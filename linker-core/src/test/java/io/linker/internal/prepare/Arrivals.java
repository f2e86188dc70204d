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
import io.linker.internal.prepare.PreparationSettings.Control;
import io.linker.internal.prepare.PreparationSettings.Trails;
import io.linker.transform.Transform;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events that arrive, and what becomes of them. */
abstract class Arrivals {
    static final UUID ID = UUID.fromString("11111111-2222-3333-4444-555555555555");
    static final Instant CREATED = Instant.parse("2026-11-21T10:00:00Z");
    static final String SOFT_DELETE = "{\"$tb\":9223372036854775807}";
    static final PreparationSettings DEFAULTS = PreparationSettings.defaults("A", "B");

    final Preparation preparation = new Preparation(DEFAULTS);

    static PreparationSettings filtered(EventFilter filter) {
        return new PreparationSettings(
                "A", "B", filter, Transform.none(), Trails.EXTENDED, Control.DEFAULT, true, null);
    }

    static PreparationSettings transformed(Transform transform) {
        return new PreparationSettings(
                "A", "B", EventFilter.everything(), transform, Trails.EXTENDED, Control.DEFAULT, true, null);
    }

    static PreparationSettings controlled(Control control) {
        return new PreparationSettings(
                "A", "B", EventFilter.everything(), Transform.none(), Trails.EXTENDED, control, true, null);
    }

    static String trail(String origins, String revisions) {
        return "{\"$origin\":\"" + origins + "\",\"$revisions\":\"" + revisions + "\",\"$eventStreamId\":\"s\","
                + "\"$eventNumber\":1,\"$eventId\":\"" + ID + "\"}";
    }

    static OriginEvent at(RecordedEvent event) {
        return new OriginEvent(event, new OriginPosition.All(new Position(event.revision(), event.revision())));
    }

    static RecordedEvent event(String stream, long revision, String metadata) {
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

    static RecordedEvent document(String lane, long revision, String document, String metadata) {
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

    static RecordedEvent typed(RecordedEvent event, String type) {
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

    static RecordedEvent sized(int bytes) {
        byte[] none = {};
        return new RecordedEvent("s", 0, ID, "T", false, new byte[bytes], none, CREATED, Position.START);
    }

    static @Nullable SkipReason skipped(Outcome outcome) {
        return outcome instanceof Outcome.Skip skip ? skip.reason() : null;
    }

    static @Nullable Change change(Outcome outcome) {
        return outcome instanceof Outcome.Deliver deliver ? deliver.change() : null;
    }

    static Change.SetMetadata document(Outcome outcome) {
        assertThat(change(outcome)).isInstanceOf(Change.SetMetadata.class);
        return (Change.SetMetadata) ((Outcome.Deliver) outcome).change();
    }

    static NewEvent appended(Outcome outcome, String stream) {
        assertThat(change(outcome)).isInstanceOf(Change.Append.class);
        var append = (Change.Append) ((Outcome.Deliver) outcome).change();
        assertThat(append.lane()).isEqualTo(stream);
        return append.event();
    }
}
