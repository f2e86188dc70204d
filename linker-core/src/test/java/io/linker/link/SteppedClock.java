package io.linker.link;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The system's clock until somebody sets it. */
final class SteppedClock extends Clock {
    private volatile Duration step = Duration.ZERO;

    /** Goes wrong by so much from now on; zero for right. */
    void step(Duration by) {
        step = by;
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(step);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
