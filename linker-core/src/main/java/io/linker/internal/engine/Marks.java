package io.linker.internal.engine;

import io.linker.event.Birth;
import io.linker.event.NewEvent;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.transform.StreamDocument;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What events of the destination say about themselves, and how an event that lost its place is made to say so. */
public interface Marks {
    /**
     * An event of the destination that came by this link's origin.
     *
     * @param revision its revision at the origin
     * @param lostItsPlace whether a stranger's event stood there when it was written
     */
    record Ours(long revision, boolean lostItsPlace) {}

    /** Whether the event came by this link's origin and belongs to the lane it stands in; null where it does not. */
    @Nullable
    Ours read(RecordedEvent event);

    /** Whether an event of the destination may be one of the origin's that could not carry a mark. */
    boolean mayBeBare(RecordedEvent event);

    /** Whether no mark can be put into this metadata. */
    boolean isOpaque(byte[] metadata);

    /** Where an event that is read in a database was first written. */
    Birth birth(RecordedEvent event, String database);

    /** The revision that an event of the origin had in {@code database}; below 0 where it did not come from there. */
    long revisionIn(RecordedEvent event, String database);

    /** When and where an event that is read in a database was first written. */
    Written written(RecordedEvent event, String database);

    /**
     * The first writing of an event. Of two documents whose writers did not know each other all sides keep the greater one.
     *
     * @param at by the clock of the database
     */
    record Written(Instant at, String database) implements Comparable<Written> {
        @Override
        public int compareTo(Written other) {
            int earlier = at.compareTo(other.at);
            return earlier != 0 ? earlier : database.compareTo(other.database);
        }
    }

    /** The event with a mark that says why it lost its place. */
    NewEvent withError(NewEvent event, String why);

    /** The document that repeats a soft delete of the origin's, and says so. */
    NewEvent deletion(RecordedEvent origin);

    /** A document that brings a deleted stream back and shows it from the revision {@code from} on; it hides nothing for 0. */
    NewEvent revival(RecordedEvent origin, long from);

    /**
     * The document that repeats a delete of the origin's by hiding what stands below the revision {@code from}; {@code all} if its
     * writer knew all of that.
     */
    NewEvent hiding(RecordedEvent origin, StreamDocument standing, long from, boolean all);

    /** The document that says that a delete of the origin's was not repeated, and shows the stream. */
    NewEvent undone(RecordedEvent origin, StreamDocument standing);

    /** The document that shows the stream again after a delete that the origin's document says is undone. */
    NewEvent restoring(RecordedEvent undone, StreamDocument standing);

    /**
     * The place at the origin of a delete that this link repeated and whose writer knew all that is hidden; null for any other
     * document.
     */
    @Nullable
    Position doneUpTo(RecordedEvent document);

    /** Where a soft delete that came by this link's origin stands there; null for any other document. */
    @Nullable
    Position deletedUpTo(RecordedEvent document);
}
