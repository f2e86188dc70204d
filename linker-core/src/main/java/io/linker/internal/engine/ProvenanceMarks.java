package io.linker.internal.engine;

import io.linker.event.Birth;
import io.linker.event.NewEvent;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.transform.Deletion;
import io.linker.transform.Metadata;
import io.linker.transform.Provenance;
import io.linker.transform.StreamDocument;
import io.linker.transform.Trail;
import org.jspecify.annotations.Nullable;

/** Marks by the provenance keys in events' metadata. */
public final class ProvenanceMarks implements Marks {
    /** From here on provenance may be what makes an event too large for a message of 16 MiB. */
    private static final int LARGE = 15 << 20;

    private final String origin;

    /** For events that came by the database called {@code origin}. */
    public ProvenanceMarks(String origin) {
        this.origin = origin;
    }

    @Override
    public @Nullable Ours read(RecordedEvent event) {
        Trail trail = Trail.of(event, false);
        long revision = trail.revisionAt(origin);
        if (revision < 0) {
            return null;
        }
        return new Ours(revision, trail.error());
    }

    @Override
    public boolean mayBeBare(RecordedEvent event) {
        return isOpaque(event.metadata()) || event.bytes() > LARGE;
    }

    @Override
    public boolean isOpaque(byte[] metadata) {
        return !(Metadata.of(metadata) instanceof Metadata.Carrier);
    }

    @Override
    public Birth birth(RecordedEvent event, String database) {
        Birth birth = Trail.of(event, false).birth();
        return birth != null ? birth : new Birth(database, event.stream(), event.revision());
    }

    @Override
    public Written written(RecordedEvent event, String database) {
        return new Written(Provenance.written(event), birth(event, database).database());
    }

    @Override
    public long revisionIn(RecordedEvent event, String database) {
        return Trail.of(event, false).revisionAt(database);
    }

    @Override
    public NewEvent withError(NewEvent event, String why) {
        return Provenance.withError(event, why);
    }

    @Override
    public NewEvent deletion(RecordedEvent document) {
        return Deletion.of(origin, document);
    }

    @Override
    public NewEvent revival(RecordedEvent document, long from) {
        return Deletion.revival(origin, document, from);
    }

    @Override
    public NewEvent hiding(RecordedEvent document, StreamDocument standing, long from, boolean all) {
        return Deletion.hiding(origin, document, standing, from, all);
    }

    @Override
    public NewEvent undone(RecordedEvent document, StreamDocument standing) {
        return Deletion.undone(origin, document, standing);
    }

    @Override
    public NewEvent restoring(RecordedEvent undone, StreamDocument standing) {
        return Deletion.restoring(origin, undone, standing);
    }

    @Override
    public @Nullable Position doneUpTo(RecordedEvent document) {
        return Deletion.place(origin, document);
    }

    @Override
    public @Nullable Position deletedUpTo(RecordedEvent document) {
        return Deletion.position(origin, document);
    }
}
