package io.linker.internal.engine;

import io.linker.event.Birth;
import io.linker.event.Change;
import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Position;
import org.jspecify.annotations.Nullable;

/**
 * One event of the origin that is to be delivered and is not yet done.
 *
 * @param sequence its number in the order of arrival at this link
 * @param origin the event as it was read
 * @param change what it means at the destination
 * @param relayed where it was first written, if that was another database than the origin
 * @param seen what of other databases' events, of a document their documents, stood before it in the origin's stream, as far as
 *     it passed this link. It belongs to the event: an echo that passes later says nothing about it
 * @param after of a delete the origin revision of the newest event before it, as far as one passed this link; else -1
 */
record Pending(
        long sequence,
        OriginEvent origin,
        Change change,
        @Nullable Birth relayed,
        VersionVector seen,
        long after) {
    Pending(long sequence, OriginEvent origin, Change change, @Nullable Birth relayed, VersionVector seen) {
        this(sequence, origin, change, relayed, seen, -1);
    }

    /** Its revision at the origin. */
    long revision() {
        return origin.event().revision();
    }

    /** The same event, to be done in another way. */
    Pending with(Change other) {
        return new Pending(sequence, origin, other, relayed, seen, after);
    }

    int bytes() {
        return origin.event().bytes();
    }

    boolean isAppend() {
        return change instanceof Change.Append;
    }

    /** Whether it was first written in this database, which is another than the origin. */
    boolean isFrom(String database) {
        return relayed != null && relayed.database().equals(database);
    }

    /** Whether it stands at or before this place of the origin; never true of one that was not read from {@code $all}. */
    boolean isUpTo(Position place) {
        return origin.position() instanceof OriginPosition.All
                && origin.event().position().compareTo(place) <= 0;
    }
}
