package io.linker.examples.topology;

import io.linker.LinkerTopology;
import io.linker.LinkerTopologyBuilder;
import java.util.List;
import java.util.Set;

/** Three databases in a row: what is written in the first arrives in the last, and tells which way it came. */
final class Chain implements Topology {
    @Override
    public String purpose() {
        return "a -> b -> c: a copy of a copy";
    }

    @Override
    public List<String> databases() {
        return List.of("a", "b", "c");
    }

    @Override
    public LinkerTopologyBuilder links(Stage stage) {
        return LinkerTopology.builder()
                .link(stage.database("a"), stage.database("b"))
                .link(stage.database("b"), stage.database("c"));
    }

    @Override
    public void play(Stage stage, Verdict verdict) throws InterruptedException {
        stage.write(0.5, "a");
        stage.cut("b");
        stage.write(0.5, "a");
        stage.heal("b");
        stage.catchUp();

        Contents b = stage.contents("b");
        Contents c = stage.contents("c");
        verdict.complete(b, stage.written());
        verdict.complete(c, stage.written());
        verdict.must(
                "every event in c says that it came from a by b", c.trails().equals(Set.of("a,b")));
        verdict.must("nothing was in conflict", stage.conflicts() == 0);
    }
}
