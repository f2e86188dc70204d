package io.linker.internal.engine;

import io.linker.event.OriginPosition;
import org.jspecify.annotations.Nullable;

/**
 * The place of an event that was let go of, to be read again.
 *
 * @param sequence its number in the order of arrival
 * @param revision its revision at the origin
 * @param position where the origin stands once it is done
 * @param seen see {@link Pending#seen}
 * @param kept the event itself where it is no append, for those cannot be read again from the stream; else null
 */
record Spilled(
        long sequence,
        long revision,
        OriginPosition position,
        VersionVector seen,
        @Nullable Pending kept) {
    static Spilled of(Pending pending) {
        return new Spilled(
                pending.sequence(),
                pending.revision(),
                pending.origin().position(),
                pending.seen(),
                pending.isAppend() ? null : pending);
    }
}
