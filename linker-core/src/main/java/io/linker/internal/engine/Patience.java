package io.linker.internal.engine;

/**
 * How long something may be owed before the connection it is owed on is replaced. A replacement that brings nothing doubles
 * that, up to an hour. What counts is progress: neither a replacement nor an answer to another question makes it new.
 */
final class Patience {
    private static final long LONGEST_MILLIS = 3_600_000;

    private final long stallMillis;
    private long millis;
    private long connectedAt;
    private long replacedAt;
    private boolean replacing;

    Patience(long stallMillis) {
        this.stallMillis = stallMillis;
        this.millis = stallMillis;
    }

    /** There is a connection, so from now on something can be owed on it. */
    void connected(long now) {
        if (replacing) {
            replacedAt = now;
        } else {
            connectedAt = now;
        }
        replacing = false;
    }

    /** The connection was given up. */
    void replaced(long now) {
        millis = Math.min(2 * millis, LONGEST_MILLIS);
        replacedAt = now;
        replacing = true;
    }

    /** Since when it has been owed, whatever connections were replaced meanwhile; {@code quiet} is when something moved last. */
    long since(long quiet) {
        return Math.max(quiet, connectedAt);
    }

    /** Whether the connection is to be replaced. */
    boolean isOver(long now, long quiet) {
        long since = since(quiet);
        if (since > replacedAt) {
            millis = stallMillis;
        }
        return now - Math.max(since, replacedAt) > millis;
    }
}
