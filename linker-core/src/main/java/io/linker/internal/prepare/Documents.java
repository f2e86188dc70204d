package io.linker.internal.prepare;

import io.linker.event.Change;
import io.linker.event.Lane;
import io.linker.event.NewEvent;
import io.linker.event.OriginEvent;
import io.linker.event.Outcome;
import io.linker.event.RecordedEvent;
import io.linker.event.SkipReason;
import io.linker.internal.prepare.Preparation.Reading;
import io.linker.internal.prepare.PreparationSettings.Control;
import io.linker.transform.Deletion;
import io.linker.transform.StreamDocument;
import org.jspecify.annotations.Nullable;

/** What becomes of events in metadata streams. Whatever its type, the newest one is what the server goes by. */
final class Documents {
    private final Control control;
    private final Envelope envelope;
    private final Recreations recreations = new Recreations();

    Documents(Control control, Envelope envelope) {
        this.control = control;
        this.envelope = envelope;
    }

    /** What an event of a metadata stream is. */
    enum Kind {
        /** Not in a metadata stream. */
        NONE,
        /** It soft-deletes the stream. */
        DELETE,
        /** It says that a soft delete made at the destination could not be repeated at the origin. */
        UNDONE,
        /** The server wrote it by itself. */
        SERVER_MADE,
        /** Somebody wrote it. */
        WRITTEN
    }

    /** What the event is; to be asked once about each event, in order, since one document tells about the next. */
    Kind kindOf(RecordedEvent event) {
        if (!Lane.isMetastream(event.stream()) || event.isTombstone()) {
            return Kind.NONE;
        }
        StreamDocument document = document(event);
        boolean serverMade = recreations.isServerMade(event, document);
        if (serverMade) {
            return Kind.SERVER_MADE;
        }
        return document != null && document.isSoftDelete() ? Kind.DELETE : Kind.WRITTEN;
    }

    Outcome outcome(OriginEvent origin, String lane, Kind kind, Reading read) {
        if (kind == Kind.SERVER_MADE) {
            return new Outcome.Skip(origin, SkipReason.SERVER_MADE);
        }
        if (kind == Kind.UNDONE) {
            return control.deletes()
                    ? new Outcome.Deliver(origin, new Change.Restore(lane, Deletion.undone(origin.event())))
                    : new Outcome.Skip(origin, SkipReason.SWITCHED_OFF);
        }
        if (kind == Kind.DELETE) {
            return control.deletes()
                    ? new Outcome.Deliver(origin, new Change.Delete(lane))
                    : new Outcome.Skip(origin, SkipReason.SWITCHED_OFF);
        }
        if (control.documents() == PreparationSettings.Documents.NONE) {
            return new Outcome.Skip(origin, SkipReason.SWITCHED_OFF);
        }
        return envelope.seal(origin, written(origin.event()), read, event -> new Change.SetMetadata(lane, event));
    }

    private NewEvent written(RecordedEvent event) {
        StreamDocument document = document(event);
        boolean dropAccess = control.documents() == PreparationSettings.Documents.WITHOUT_ACCESS;
        boolean dropTruncation = !control.keepTruncation();
        byte[] data = document == null ? event.data() : document.without(dropAccess, dropTruncation);
        return new NewEvent(event.id(), event.type(), event.json(), data, event.metadata());
    }

    /** Null for what the server takes for an empty document: it goes by the content type, too. */
    private static @Nullable StreamDocument document(RecordedEvent event) {
        return event.json() ? StreamDocument.read(event.data()) : null;
    }
}
