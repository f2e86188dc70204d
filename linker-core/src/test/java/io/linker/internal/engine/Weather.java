package io.linker.internal.engine;

import io.linker.error.Failure;
import org.jspecify.annotations.Nullable;

/** What is wrong with a simulated database at the moment, for all who are connected to it. */
final class Weather {
    /** Share of writes and reads without an answer in time; of the writes some are executed nevertheless. */
    double undecided;

    /** Share of writes that meet a node that is not ready. */
    double notReady;

    /** No write is taken before this time: starting, electing. */
    long notReadyUntil;

    /** No connection is taken before this time. */
    long refusesUntil;

    /** The transport takes nothing before this time. */
    long chokedUntil;

    /** Why reads fail until the connection is made anew; null where they do not. */
    Failure.@Nullable Kind unreadable;

    /** Bytes of data and metadata that one append may have. */
    long maxAppendBytes = Long.MAX_VALUE;

    /** A stream that the link's user may not write, and until when. */
    String denied = "";

    long deniedUntil;

    /** Whether the head that comes with a page is told when the page arrives: others may have written since. */
    boolean tellsHeadsLate;

    /** How many runs of links to it were started. */
    int runs;

    void moods(double undecidedShare, double notReadyShare) {
        undecided = undecidedShare;
        notReady = notReadyShare;
    }

    /** How a read fails; null where it does not. */
    @Nullable
    Failure failure(World world) {
        if (unreadable != null) {
            return new Failure(unreadable, "refused");
        }
        return world.chance(undecided) ? new Failure(Failure.Kind.TIMEOUT, "timed out") : null;
    }

    /** All of it passes, but what the server takes does not change by itself. */
    void clear() {
        moods(0, 0);
        notReadyUntil = 0;
        refusesUntil = 0;
        chokedUntil = 0;
        deniedUntil = 0;
    }
}
