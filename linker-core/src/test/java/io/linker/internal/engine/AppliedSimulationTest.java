package io.linker.internal.engine;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever goes wrong, a link says that a place of the origin is applied, and never before it is. Other runs in each build;
 * {@code -Dlinker.random=false} draws always the same, and {@code -Dlinker.applied.runs=N} says how many.
 */
class AppliedSimulationTest {
    private static final int RUNS = Integer.getInteger("linker.applied.runs", 400);

    @ParameterizedTest
    @EnumSource(names = {"FEW", "TIGHT", "SMALL"})
    void aPlaceIsToldWhenItIsAppliedAndNeverEarly(Space.Size size) {
        runs(size).drawn(size.name().hashCode(), RUNS);
    }

    @ParameterizedTest
    @MethodSource
    void seedsThatFailedOnce(String name) {
        runs(Space.Size.of(SeededRuns.kind(name))).one(SeededRuns.seed(name));
    }

    static Stream<String> seedsThatFailedOnce() {
        return SeededRuns.kept("few:-3545990508004311635");
    }

    private static SeededRuns runs(Space.Size size) {
        return new SeededRuns(
                AppliedSimulationTest.class,
                size.name().toLowerCase(Locale.ROOT),
                (seed, telling) ->
                        new Simulation(seed, size, telling).askingForPlaces().run());
    }
}
