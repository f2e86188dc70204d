package io.linker.internal.engine;

import io.linker.event.NewEvent;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import org.jspecify.annotations.Nullable;

/** What events of the destination say about themselves, and how an event that lost its place is made to say so. */
public interface Marks {
    /**
     * An event of the destination that came by this link's origin.
     *
     * @param revision its revision at the origin
     * @param conflictHead head of the destination that made it lose its place; -1 where it kept it
     */
    record Ours(long revision, long conflictHead) {}

    /** Whether the event came by this link's origin and belongs to the lane it stands in; null where it does not. */
    @Nullable
    Ours read(RecordedEvent event);

    /** The event with a mark that says where it was expected to stand and where the destination's head was. */
    NewEvent withConflict(NewEvent event, long expected, long actual);

    /** The document that repeats a soft delete of the origin's, and says so. */
    NewEvent deletion(RecordedEvent origin);

    /** An empty document, which brings a stream back so that it can be deleted again. */
    NewEvent revival(RecordedEvent origin);

    /** Where a soft delete that came by this link's origin stands there; null for any other document. */
    @Nullable
    Position deletedUpTo(RecordedEvent document);
}
