package io.linker.internal.engine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random runs of one link in virtual time, the same ones in every build; {@code -Dlinker.random=true} draws others. A failed
 * run names its seed; {@code -Dlinker.seed=NAME} runs that one alone. {@code -Dlinker.runs=N} and {@code -Dlinker.largeRuns=N} say how many, {@code -Pthorough} a million.
 */
class SimulationTest {
    private static final int RUNS = Integer.getInteger("linker.runs", 20_000);
    private static final int LARGE_RUNS = Integer.getInteger("linker.largeRuns", 600);

    @Test
    @DisabledIfSystemProperty(named = "linker.seed", matches = ".+")
    void whateverGoesWrongTheDestinationIsTheOrigin() {
        SimulationRuns.drawn(Space.Size.SMALL, RUNS / 2);
    }

    @Test
    @DisabledIfSystemProperty(named = "linker.seed", matches = ".+")
    void soItIsWithFewStreamsWhereReplaysMeetWhatTheyDid() {
        SimulationRuns.drawn(Space.Size.FEW, RUNS / 2);
    }

    @Test
    @DisabledIfSystemProperty(named = "linker.seed", matches = ".+")
    void soItIsWithManyStreamsAndEvents() {
        SimulationRuns.drawn(Space.Size.LARGE, LARGE_RUNS);
    }

    @Test
    @EnabledIfSystemProperty(named = "linker.seed", matches = ".+")
    void oneRunAgain() {
        SimulationRuns.named(System.getProperty("linker.seed"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "small:3091292000373168887",
                "small:-4851911842979693616",
                "few:-8443870613759450994",
                "few:-4519682797610242598",
                "few:-5520942260716338085",
                "few:4336017698372919524"
            })
    void seedsThatFailedOnce(String name) {
        SimulationRuns.named(name);
    }
}
