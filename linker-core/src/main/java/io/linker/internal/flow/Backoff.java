package io.linker.internal.flow;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: exponential with full jitter, so that many links that lost one server do not
 * come back in step.
 */
public final class Backoff {
    private final long minMillis;
    private final long maxMillis;
    private final RandomGenerator random;
    private int failures;

    /** Waits from {@code minMillis} on, doubling, at most {@code maxMillis}. */
    public Backoff(long minMillis, long maxMillis, RandomGenerator random) {
        this.minMillis = minMillis;
        this.maxMillis = maxMillis;
        this.random = random;
    }

    /** The next wait in milliseconds, at least half the minimum. */
    public long next() {
        long ceiling = Math.min(maxMillis, minMillis << Math.min(failures, 20));
        failures++;
        return minMillis / 2 + random.nextLong(Math.max(1, ceiling));
    }

    /** How often it was asked since the last progress. */
    public int failures() {
        return failures;
    }

    /** Progress was made: the next wait is short again. */
    public void reset() {
        failures = 0;
    }
}
