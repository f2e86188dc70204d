package io.linker.internal.engine;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever goes wrong, a link says that a place of the origin is applied, and never before it is. */
class AppliedSimulationTest {
    private static final int RUNS = 400;

    @ParameterizedTest
    @EnumSource(names = {"FEW", "TIGHT", "SMALL"})
    void aPlaceIsToldWhenItIsAppliedAndNeverEarly(Space.Size size) {
        new SplittableRandom(size.name().hashCode())
                .longs(RUNS)
                .parallel()
                .forEach(seed ->
                        new Simulation(seed, size, false).askingForPlaces().run());
    }
}
