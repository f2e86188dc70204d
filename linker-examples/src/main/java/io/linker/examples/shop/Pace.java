package io.linker.examples.shop;

import java.time.Duration;

/**
 * How fast the shop is busy.
 *
 * @param eventsPerSecond events written in a second on average; 0 for as fast as the database takes them
 */
public record Pace(int eventsPerSecond) {
    private static final int LARGEST = 512;
    private static final int PER_SECOND = 20;

    /** Checks the rate. */
    public Pace {
        if (eventsPerSecond < 0) {
            throw new IllegalArgumentException("a rate is 0 or more events per second: " + eventsPerSecond);
        }
    }

    /** How many events are written together, so that a slow shop is busy all the time and a fast one writes few requests. */
    int together() {
        return eventsPerSecond == 0 ? LARGEST : Math.max(1, Math.min(LARGEST, eventsPerSecond / PER_SECOND));
    }

    /** When, after the start, that many events should have been written. */
    public Duration due(long events) {
        return eventsPerSecond == 0 ? Duration.ZERO : Duration.ofNanos((long) (events * 1e9 / eventsPerSecond));
    }
}
