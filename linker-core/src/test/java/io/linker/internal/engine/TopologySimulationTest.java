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
        draw(TopologyShape.PAIR, RUNS, 2_026);
    }

    @Test
    void threeDatabasesEachLinkedWithEachHoldTheSameEventsOnce() {
        draw(TopologyShape.TRIANGLE, RUNS, 2_027);
    }

    @Test
    void aHeadThatNobodyReadIsNotTakenForRead() {
        draw(TopologyShape.TRIANGLE, RUNS, 2_028, TopologySimulation::withLateHeads);
    }

    @Test
    void aRecordThatNobodyReadIsNotMadeTwice() {
        run(-8_046_492_168_776_155_824L, TopologyShape.TRIANGLE, TopologySimulation::withLateHeads);
    }

    @Test
    void threeDatabasesInARowHoldTheSameEventsOnce() {
        draw(TopologyShape.ROW, RUNS, 2_028);
    }

    @Test
    void fourDatabasesEachLinkedWithEachHoldTheSameEventsOnce() {
        draw(TopologyShape.SQUARE, RUNS / 4, 2_029);
    }

    private static void draw(TopologyShape shape, int runs, long first) {
        draw(shape, runs, first, UnaryOperator.identity());
    }

    private static void draw(TopologyShape shape, int runs, long first, UnaryOperator<TopologySimulation> kind) {
        var seeds = new SplittableRandom(first);
        for (int run = 0; run < runs; run++) {
            run(seeds.nextLong(), shape, kind);
        }
    }

    private static void run(long seed, TopologyShape shape, UnaryOperator<TopologySimulation> kind) {
        try {
            kind.apply(new TopologySimulation(seed, shape, false)).run();
        } catch (AssertionError | RuntimeException failed) {
            kind.apply(new TopologySimulation(seed, shape, true)).run(); // tells what happened
            throw failed;
        }
    }
}
