package io.linker.internal.engine;

import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Random runs of databases that are linked both ways, in virtual time. A failed run tells its
 * seed and what happened. {@code -Dlinker.topology.runs=N} says how many.
 */
class TopologySimulationTest {
    private static final int RUNS = Integer.getInteger("linker.topology.runs", 200);

    @Test
    void twoDatabasesHoldTheSameEventsAndMarkWhatLostItsPlace() {
        draw(2, 2_026);
    }

    @Test
    void threeDatabasesEachLinkedWithEachHoldTheSameEventsOnce() {
        draw(3, 2_027);
    }

    @Test
    void aHeadThatNobodyReadIsNotTakenForRead() {
        draw(3, 2_028, TopologySimulation::withLateHeads);
    }

    private static void draw(int databases, long first) {
        draw(databases, first, UnaryOperator.identity());
    }

    private static void draw(int databases, long first, UnaryOperator<TopologySimulation> kind) {
        var seeds = new SplittableRandom(first);
        for (int run = 0; run < RUNS; run++) {
            run(seeds.nextLong(), databases, kind);
        }
    }

    private static void run(long seed, int databases, UnaryOperator<TopologySimulation> kind) {
        try {
            kind.apply(new TopologySimulation(seed, databases, false)).run();
        } catch (AssertionError | RuntimeException failed) {
            kind.apply(new TopologySimulation(seed, databases, true)).run(); // tells what happened
            throw failed;
        }
    }
}
