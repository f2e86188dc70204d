package io.linker.internal.engine;

/**
 * Something that does not come about.
 *
 * @param since when it was first seen not to, in milliseconds of the agenda
 * @param what one clause for a person: who, and why not
 */
record Obstacle(long since, String what) {
    /** A moment of trouble is ordinary and heals unseen; what lasts this long is shown. */
    static final long SHOWN_AFTER_MILLIS = 5_000;

    boolean lasts(long now) {
        return now - since >= SHOWN_AFTER_MILLIS;
    }

    /** Says for how long in doubling steps, so that whoever listens for changes is not told every second. */
    String text(long now) {
        if (!lasts(now)) {
            return what;
        }
        long steps = (now - since) / SHOWN_AFTER_MILLIS;
        return what + " (for more than " + Long.highestOneBit(steps) * SHOWN_AFTER_MILLIS / 1_000 + " s)";
    }
}
