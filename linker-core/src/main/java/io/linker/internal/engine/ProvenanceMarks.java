package io.linker.internal.engine;

import io.linker.event.NewEvent;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.transform.Deletion;
import io.linker.transform.Provenance;
import io.linker.transform.Trail;
import org.jspecify.annotations.Nullable;

/** Marks by the provenance keys in events' metadata. */
public final class ProvenanceMarks implements Marks {
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
        // An event that lost its place lost it to one before it.
        return new Ours(revision, trail.error() ? event.revision() - 1 : -1);
    }

    @Override
    public NewEvent withConflict(NewEvent event, long expected, long actual) {
        return Provenance.withError(
                event, "WrongExpectedRevision: expected " + expected + " at the destination, actual " + actual);
    }

    @Override
    public NewEvent deletion(RecordedEvent document) {
        return Deletion.of(origin, document);
    }

    @Override
    public NewEvent revival(RecordedEvent document) {
        return Deletion.revival(origin, document);
    }

    @Override
    public @Nullable Position deletedUpTo(RecordedEvent document) {
        return Deletion.position(origin, document);
    }
}
