package io.linker.internal.flow;

import org.jspecify.annotations.Nullable;

/**
 * Finds out how many connections it takes. One call carries no more than the server's receive window per round trip; where
 * that is what holds requests back, there are four times as many, and they stay if it helped. One stream can use but one connection, so
 * more do not always help.
 */
final class Spread {
    private static final double HELD_BACK = 0.3;
    /** A call also takes nothing while it is being flushed; it is the receive window only where this much is under way. */
    private static final double WINDOW_BYTES = 768 * 1024;

    private static final int STEP = 4;

    private static final double GAIN = 1.05;
    private static final double RELIEF = 0.7;
    private static final long FIRST_PATIENCE_MILLIS = 1_000;
    private static final long MOST_PATIENCE_MILLIS = 30_000;

    private final int most;
    private int connections = 1;
    private int fewer = 1;
    private Epoch.@Nullable Seen before;
    private long againAt = Long.MIN_VALUE;
    private long patience = FIRST_PATIENCE_MILLIS;

    Spread(int most) {
        this.most = most;
    }

    int connections() {
        return connections;
    }

    /** Takes in what was seen; whether another number is being tried, so that nothing else should change. */
    boolean saw(long now, Epoch.Seen seen) {
        if (before != null) {
            boolean helped = seen.rate() >= GAIN * before.rate() || seen.blocked() <= RELIEF * before.blocked();
            if (!helped) {
                connections = fewer;
                againAt = now + patience;
                patience = Math.min(MOST_PATIENCE_MILLIS, patience * 2);
            } else {
                patience = FIRST_PATIENCE_MILLIS;
            }
            before = null;
            return false;
        }
        if (seen.blocked() > HELD_BACK
                && seen.underWay() > connections * WINDOW_BYTES / 2
                && connections < most
                && now >= againAt) {
            before = seen;
            fewer = connections;
            connections = Math.min(most, connections * STEP);
            return true;
        }
        return false;
    }
}
