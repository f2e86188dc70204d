package io.linker.internal.flow;

/** The lowest latency of the last seconds: what an answer takes where nothing waits before it. */
final class Lowest {
    private static final long KEPT_MILLIS = 10_000;

    private long lowest;
    private long keptUntil = Long.MIN_VALUE;

    void saw(long now, long millis) {
        if (millis <= lowest || now >= keptUntil) {
            lowest = millis;
            keptUntil = now + KEPT_MILLIS;
        }
    }

    long lowest() {
        return lowest;
    }

    /** Whether a latency tells of no queue worth mentioning; times are in whole milliseconds. */
    boolean isLow(double millis) {
        return millis <= 1.25 * lowest + 1;
    }
}
