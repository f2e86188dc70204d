package io.linker.internal.engine;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random runs of databases that are linked both ways, in virtual time, others in each build; {@code
 * -Dlinker.random=false} draws always the same. A failed run prints the command that runs it again. {@code -Dlinker.topology.runs=N}
 * says how many.
 */
class TopologySimulationTest {
    private static final int RUNS = Integer.getInteger("linker.topology.runs", 200);
    /** Three databases whose heads are told late. */
    private static final String LATE = "late";

    @Test
    void twoDatabasesHoldTheSameEventsAndMarkWhatLostItsPlace() {
        runs("pair").drawn(2_026, RUNS);
    }

    @Test
    void threeDatabasesEachLinkedWithEachHoldTheSameEventsOnce() {
        runs("triangle").drawn(2_027, RUNS);
    }

    @Test
    void aHeadThatNobodyReadIsNotTakenForRead() {
        runs(LATE).drawn(2_028, RUNS);
    }

    @Test
    void threeDatabasesInARowHoldTheSameEventsOnce() {
        runs("row").drawn(2_028, RUNS);
    }

    @Test
    void fourDatabasesEachLinkedWithEachHoldTheSameEventsOnce() {
        runs("square").drawn(2_029, RUNS / 4);
    }

    @ParameterizedTest
    @MethodSource
    void seedsThatFailedOnce(String name) {
        runs(SeededRuns.kind(name)).one(SeededRuns.seed(name));
    }

    static Stream<String> seedsThatFailedOnce() {
        return SeededRuns.kept(
                "late:-8046492168776155824",
                "late:9030065716186455591",
                "pair:-65770739142087523",
                "pair:-6818966632816813995",
                "pair:-7732415928014787020",
                "pair:6074673249313514780",
                "pair:7223315140559762370",
                "pair:8459934213048395310");
    }

    private static SeededRuns runs(String kind) {
        return new SeededRuns(
                TopologySimulationTest.class,
                kind,
                (seed, telling) -> simulation(kind, seed, telling).run());
    }

    private static TopologySimulation simulation(String kind, long seed, boolean telling) {
        return kind.equals(LATE)
                ? new TopologySimulation(seed, TopologyShape.TRIANGLE, telling).withLateHeads()
                : new TopologySimulation(seed, TopologyShape.valueOf(kind.toUpperCase(Locale.ROOT)), telling);
    }
}
