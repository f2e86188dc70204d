package io.linker.internal.engine;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random runs of several processes that share the work of one link, in virtual time. A failed run tells its seed and what
 * happened. {@code -Dlinker.share.runs=N} says how many, {@code -Dlinker.share.seed=N} runs that one alone.
 */
class ShareSimulationTest {
    private static final int RUNS = Integer.getInteger("linker.share.runs", 300);

    @ParameterizedTest
    @EnumSource(names = {"FEW", "SMALL"})
    void howeverTheWorkIsSplitTheDestinationIsTheOrigin(Space.Size size) {
        Long seed = Long.getLong("linker.share.seed");
        if (seed != null) {
            run(seed, size);
            return;
        }
        var seeds = new SplittableRandom(size.name().hashCode());
        for (int run = 0; run < RUNS; run++) {
            run(seeds.nextLong(), size);
        }
    }

    private static void run(long seed, Space.Size size) {
        try {
            new ShareSimulation(seed, size, false).run();
        } catch (AssertionError failed) {
            try {
                new ShareSimulation(seed, size, true).run(); // tells what happened
            } catch (AssertionError told) {
                throw new AssertionError("seed " + seed + " of size " + size + "\n" + told.getMessage(), told);
            }
            throw failed;
        }
    }
}
