package io.linker.internal.engine;

import java.util.Locale;

/** Runs of {@link Simulation}. */
final class SimulationRuns {
    private SimulationRuns() {}

    /** So many runs, each drawn from a seed of its own; throws what was wrong with one that failed. */
    static void drawn(Space.Size size, int runs) {
        of(size).drawn(size.name().hashCode(), runs);
    }

    /** A case by its name, as a failed run printed it: {@code small:42}. */
    static void named(String name) {
        of(Space.Size.of(SeededRuns.kind(name))).one(SeededRuns.seed(name));
    }

    /** What {@link #named} takes. */
    static String name(Space.Size size, long seed) {
        return of(size).name(seed);
    }

    private static SeededRuns of(Space.Size size) {
        return new SeededRuns(
                SimulationTest.class,
                size.name().toLowerCase(Locale.ROOT),
                (seed, telling) -> new Simulation(seed, size, telling).run());
    }
}
