package io.linker.internal.engine;

import io.linker.event.NewEvent;
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
}
