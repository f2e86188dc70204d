package io.linker.internal.engine;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random runs of several processes that share the work of one link, in virtual time, others in each build;
 * {@code -Dlinker.random=false} draws always the same. A failed run prints the command that runs it again. {@code
 * -Dlinker.share.runs=N} says how many.
 */
class ShareSimulationTest {
    private static final int RUNS = Integer.getInteger("linker.share.runs", 300);

    @ParameterizedTest
    @EnumSource(names = {"FEW", "SMALL"})
    void howeverTheWorkIsSplitTheDestinationIsTheOrigin(Space.Size size) {
        runs(size).drawn(size.name().hashCode(), RUNS);
    }

    @ParameterizedTest
    @MethodSource
    void seedsThatFailedOnce(String name) {
        runs(Space.Size.of(SeededRuns.kind(name))).one(SeededRuns.seed(name));
    }

    static Stream<String> seedsThatFailedOnce() {
        return SeededRuns.kept("small:-1850550565894686213");
    }

    private static SeededRuns runs(Space.Size size) {
        return new SeededRuns(
                ShareSimulationTest.class,
                size.name().toLowerCase(Locale.ROOT),
                (seed, telling) -> new ShareSimulation(seed, size, telling).run());
    }
}
