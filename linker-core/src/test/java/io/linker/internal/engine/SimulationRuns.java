package io.linker.internal.engine;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Many simulated runs, on all cores: they have nothing in common. */
final class SimulationRuns {
    private static final boolean OTHERS = Boolean.getBoolean("linker.random");

    private SimulationRuns() {}

    /** So many runs, each drawn from a seed of its own; throws what was wrong with one that failed. */
    static void drawn(Space.Size size, int runs) {
        var failed = new AtomicReference<@Nullable AssertionError>();
        var draw = OTHERS
                ? new SplittableRandom()
                : new SplittableRandom(size.name().hashCode());
        long[] seeds = draw.longs(runs).toArray();
        LongStream.of(seeds).parallel().forEach(seed -> {
            if (failed.get() == null) {
                try {
                    run(size, seed);
                } catch (AssertionError wrong) {
                    failed.compareAndSet(null, wrong);
                }
            }
        });
        AssertionError wrong = failed.get();
        if (wrong != null) {
            throw wrong;
        }
    }

    /** A case by its name, as a failed run printed it: {@code small:42}. */
    static void named(String name) {
        int colon = name.indexOf(':');
        run(
                Space.Size.valueOf(name.substring(0, colon).toUpperCase(Locale.ROOT)),
                Long.parseLong(name.substring(colon + 1)));
    }

    /** What {@link #named} takes. */
    static String name(Space.Size size, long seed) {
        return size.name().toLowerCase(Locale.ROOT) + ":" + seed;
    }

    /** One run; one that fails is run again, this time telling its story. */
    static void run(Space.Size size, long seed) {
        try {
            new Simulation(seed, size, false).run();
        } catch (AssertionError first) {
            AssertionError wrong = first;
            try {
                new Simulation(seed, size, true).run();
            } catch (AssertionError told) {
                wrong = told;
            }
            String name = name(size, seed);
            throw new AssertionError(
                    "run " + name + " failed. To run it again: ./mvnw -pl linker-core -am test"
                            + " -Dtest=SimulationTest#seedsThatFailedOnce -Dsurefire.failIfNoSpecifiedTests=false -Dlinker.seed="
                            + name + "\n"
                            + wrong.getMessage(),
                    wrong);
        }
    }
}
