package io.linker.internal.engine;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What does the work of a server, one thing after another, as fast as it is at the moment. */
final class FlowProcessor {
    private static final long MOOD_MICROS = 300_000;

    /** As long as points are measured, or a measurement would be a matter of chance. */
    private static final long PERIOD_MICROS = 2_000_000;

    private final FlowClock clock;
    private double slowness = 1;
    private double mood = 1;
    private long busyUntil;
    private @Nullable FlowProcessor beside;

    FlowProcessor(FlowClock clock) {
        this.clock = clock;
    }

    /** Lets the two share one machine: while both have something to do, it takes each of them twice as long. */
    void share(FlowProcessor other) {
        beside = other;
        other.beside = this;
    }

    /** How many times longer everything takes. */
    void slowness(double factor) {
        slowness = factor;
    }

    /** From now on something else takes a changing part of it, up to four fifths; the same in each period. */
    void disturb() {
        disturb(new SplittableRandom(1), clock.micros() + PERIOD_MICROS);
    }

    private void disturb(SplittableRandom random, long end) {
        if (clock.micros() >= end) {
            disturb();
            return;
        }
        mood = 1 + 4 * random.nextDouble();
        long next = clock.micros() + (long) (MOOD_MICROS * random.nextDouble());
        clock.at(Math.min(next, end), () -> disturb(random, end));
    }

    /** When work that comes now is done. */
    long done(double micros) {
        boolean shared = beside != null && beside.busyUntil > clock.micros();
        double takes = micros * slowness * mood * (shared ? 2 : 1);
        busyUntil = Math.max(busyUntil, clock.micros()) + (long) takes;
        return busyUntil;
    }

    /** How many times longer something takes than it would by itself. */
    double slowness() {
        return slowness;
    }
}
