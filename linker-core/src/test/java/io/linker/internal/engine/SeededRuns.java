package io.linker.internal.engine;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Many simulated runs of one kind, on all cores: they have nothing in common.
 *
 * @param test whose {@code seedsThatFailedOnce} makes one of them again
 * @param kind what they are called there
 */
record SeededRuns(Class<?> test, String kind, Run run) {
    private static final boolean RANDOM = !"false".equals(System.getProperty("linker.random"));

    /** One run, all of it drawn from the seed; {@code telling} whether what happens is remembered. */
    interface Run {
        void make(long seed, boolean telling);
    }

    /** So many runs, others each time unless always the same are asked for; throws what was wrong with one that failed. */
    void drawn(long first, int runs) {
        var failed = new AtomicReference<@Nullable AssertionError>();
        var draw = RANDOM ? new SplittableRandom() : new SplittableRandom(first);
        long[] seeds = draw.longs(runs).toArray();
        LongStream.of(seeds).parallel().forEach(seed -> {
            if (failed.get() == null) {
                try {
                    one(seed);
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

    /** One run; one that fails is made again, this time telling its story. */
    void one(long seed) {
        try {
            run.make(seed, false);
        } catch (AssertionError | RuntimeException first) {
            Throwable wrong = first;
            try {
                run.make(seed, true);
            } catch (AssertionError | RuntimeException told) {
                wrong = told;
            }
            String name = name(seed);
            throw new AssertionError(
                    "run " + name + " failed. To run it again: ./mvnw -pl linker-core -am test -Dtest="
                            + test.getSimpleName()
                            + "#seedsThatFailedOnce -Dsurefire.failIfNoSpecifiedTests=false -Dlinker.seed=" + name
                            + "\n" + wrong.getMessage(),
                    wrong);
        }
    }

    /** What a failed run is called: {@code small:42}. */
    String name(long seed) {
        return kind + ":" + seed;
    }

    /** The kind in the name of a run. */
    static String kind(String name) {
        return name.substring(0, name.indexOf(':'));
    }

    /** The seed in the name of a run. */
    static long seed(String name) {
        return Long.parseLong(name.substring(name.indexOf(':') + 1));
    }

    /** Names that are kept, and the one given by {@code -Dlinker.seed=NAME}. */
    static Stream<String> kept(String... names) {
        return Stream.concat(Stream.of(names), Optional.ofNullable(System.getProperty("linker.seed")).stream());
    }
}
