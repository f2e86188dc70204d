package io.linker.examples.topology;

import io.linker.LinkerTopology;
import io.linker.LinkerTopologyBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Three databases, each linked with each, all written. An event can come by two ways, and arrives once. */
final class Mesh implements Topology {
    @Override
    public String purpose() {
        return "a <-> b <-> c <-> a: several databases, all written, each linked with each";
    }

    @Override
    public List<String> databases() {
        return List.of("a", "b", "c");
    }

    @Override
    public LinkerTopologyBuilder links(Stage stage) {
        return LinkerTopology.builder()
                .bothWays(stage.database("a"), stage.database("b"))
                .bothWays(stage.database("b"), stage.database("c"))
                .bothWays(stage.database("c"), stage.database("a"));
    }

    @Override
    public void play(Stage stage, Verdict verdict) throws InterruptedException {
        stage.write(0.5, "a", "b", "c");
        stage.cut("c");
        stage.write(0.5, "a", "b", "c");
        stage.heal("c");
        stage.catchUp();

        var sizes = new HashSet<Map<String, Integer>>();
        for (String database : databases()) {
            Contents contents = stage.contents(database);
            verdict.complete(contents, stage.written());
            sizes.add(contents.sizes());
        }
        verdict.must("the streams have the same revisions on all sides", sizes.size() == 1);
    }
}
