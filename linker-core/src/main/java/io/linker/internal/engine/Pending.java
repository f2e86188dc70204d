package io.linker.internal.engine;

import io.linker.event.Change;
import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Position;

/**
 * One event of the origin that is to be delivered and is not yet done.
 *
 * @param sequence its number in the order of arrival at this link
 * @param origin the event as it was read
 * @param change what it means at the destination
 * @param seen the highest destination revision of its lane that the origin had when this event was read, as far as echoes
 *     tell; -1 for none. It belongs to the event: an echo that passes later says nothing about it.
 */
record Pending(long sequence, OriginEvent origin, Change change, long seen) {
    /** Its revision at the origin. */
    long revision() {
        return origin.event().revision();
    }

    int bytes() {
        return origin.event().bytes();
    }

    boolean isAppend() {
        return change instanceof Change.Append;
    }

    /** Whether it stands at or before this place of the origin; never true of one that was not read from {@code $all}. */
    boolean isUpTo(Position place) {
        return origin.position() instanceof OriginPosition.All
                && origin.event().position().compareTo(place) <= 0;
    }
}
