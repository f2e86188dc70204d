package io.linker.testkit.internal.log;

import java.time.Instant;

/** The server's measure of time: 100 ns since 1970-01-01T00:00:00Z. */
public final class Ticks {
    /** Ticks in a second. */
    public static final long PER_SECOND = 10_000_000;

    private static final int NANOS = 100;

    private Ticks() {}

    /** The tick that the given instant lies in. */
    public static long of(Instant instant) {
        return instant.getEpochSecond() * PER_SECOND + instant.getNano() / NANOS;
    }
}
