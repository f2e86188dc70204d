package io.linker.examples.topology;

import io.linker.LinkerTopology;
import io.linker.LinkerTopologyBuilder;
import java.util.List;

/** Four databases in a circle, linked both ways round: where one pair is cut, events go round the other way. */
final class Ring implements Topology {
    private static final String BRIDGE = "the bridge from a to b";

    @Override
    public String purpose() {
        return "a <-> b <-> c <-> d <-> a: a circle, which one cut does not break";
    }

    @Override
    public List<String> databases() {
        return List.of("a", "b", "c", "d");
    }

    @Override
    public LinkerTopologyBuilder links(Stage stage) {
        return LinkerTopology.builder()
                .bothWays(stage.database("a"), stage.database("b", BRIDGE))
                .bothWays(stage.database("b"), stage.database("c"))
                .bothWays(stage.database("c"), stage.database("d"))
                .bothWays(stage.database("d"), stage.database("a"))
                .severalAddresses("b"); // it is reached over the bridge and without
    }

    @Override
    public void play(Stage stage, Verdict verdict) throws InterruptedException {
        stage.write(0.5, "a", "c");
        stage.cut(BRIDGE);
        stage.write(0.5, "a", "c");
        stage.catchUp("a-to-d", "d-to-c", "c-to-b");
        verdict.complete("with the bridge cut, ", stage.contents("b"), stage.written());
        stage.heal(BRIDGE);
        stage.catchUp();

        for (String database : databases()) {
            verdict.complete(stage.contents(database), stage.written());
        }
        verdict.must(
                "events of a came to b by the bridge, and while it was cut by d and c",
                stage.contents("b").trails().containsAll(List.of("a", "a,d,c")));
    }
}
