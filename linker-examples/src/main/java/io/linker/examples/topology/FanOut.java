package io.linker.examples.topology;

import io.linker.LinkerTopology;
import io.linker.LinkerTopologyBuilder;
import java.util.List;

/** One database copied to two others. The links know nothing of each other: one that is cut off does not hold up the other. */
final class FanOut implements Topology {
    @Override
    public String purpose() {
        return "a -> b, a -> c: one origin, several copies";
    }

    @Override
    public List<String> databases() {
        return List.of("a", "b", "c");
    }

    @Override
    public LinkerTopologyBuilder links(Stage stage) {
        return LinkerTopology.builder()
                .link(stage.database("a"), stage.database("b"))
                .link(stage.database("a"), stage.database("c"));
    }

    @Override
    public void play(Stage stage, Verdict verdict) throws InterruptedException {
        stage.write(0.5, "a");
        stage.cut("c");
        stage.write(0.5, "a");
        stage.catchUp("a-to-b");
        verdict.complete("while c was cut off, ", stage.contents("b"), stage.written());
        stage.heal("c");
        stage.catchUp();

        verdict.complete(stage.contents("b"), stage.written());
        verdict.complete(stage.contents("c"), stage.written());
        verdict.must("nothing was in conflict", stage.conflicts() == 0);
    }
}
