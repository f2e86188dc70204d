package io.linker.internal.engine;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random runs of one link in virtual time, others in each build; {@code -Dlinker.random=false} draws always the same. A failed
 * run prints the command that runs it again. {@code -Dlinker.runs=N} and {@code -Dlinker.largeRuns=N} say how many, {@code
 * -Pthorough} a million.
 */
class SimulationTest {
    private static final int RUNS = Integer.getInteger("linker.runs", 20_000);
    private static final int LARGE_RUNS = Integer.getInteger("linker.largeRuns", 600);

    @Test
    void whateverGoesWrongTheDestinationIsTheOrigin() {
        SimulationRuns.drawn(Space.Size.SMALL, RUNS / 2);
    }

    @Test
    void soItIsWithFewStreamsWhereReplaysMeetWhatTheyDid() {
        SimulationRuns.drawn(Space.Size.FEW, RUNS / 2);
    }

    @Test
    void soItIsWhereAStuckLaneFillsTheBuffer() {
        SimulationRuns.drawn(Space.Size.TIGHT, RUNS / 10);
    }

    @Test
    void soItIsWithManyStreamsAndEvents() {
        SimulationRuns.drawn(Space.Size.LARGE, LARGE_RUNS);
    }

    @ParameterizedTest
    @MethodSource
    void seedsThatFailedOnce(String name) {
        SimulationRuns.named(name);
    }

    static Stream<String> seedsThatFailedOnce() {
        return SeededRuns.kept(
                "small:3091292000373168887",
                "small:-4851911842979693616",
                "small:3183029581727912651",
                "small:-4608495744754446366",
                "small:7051443982506511073",
                "small:8460813403828012268",
                "small:8759372402020661455",
                "small:-98300812007723787",
                "few:-8443870613759450994",
                "few:-4519682797610242598",
                "few:-5520942260716338085",
                "few:4336017698372919524",
                "few:5157105860745504499",
                "few:4400610770060902226",
                "few:-6890671352905826920",
                "few:-5837114643452922077",
                "tight:4950117217901236353",
                "few:-3352758640769565615",
                "few:-917180202737028076",
                "few:5433727705540448960",
                "few:6071236514098766239",
                "large:-5163095588444420912",
                "large:6785803274494596596",
                "large:282648988949815314",
                "large:4714970339732952292",
                "few:3367949797780301479",
                "few:7928660382792070020",
                "few:-1836756744646296434",
                "tight:4445991914521426733",
                "tight:4804871887250954686",
                "few:-4178553009379858851",
                "small:331729635004214967",
                "few:-7905743684008968341",
                "small:5034157957287996398",
                "large:-3638412081298803624");
    }
}
