package io.linker.examples.topology;

import io.linker.LinkerTopology;
import io.linker.LinkerTopologyBuilder;
import java.util.List;

/**
 * Two databases that are both written, with a link each way. While they do not reach each other both go on: what their
 * applications wrote to the same streams meanwhile lost its place at the other side, and is marked there.
 */
final class ActiveActive implements Topology {
    @Override
    public String purpose() {
        return "a <-> b: two databases that are both written";
    }

    @Override
    public List<String> databases() {
        return List.of("a", "b");
    }

    @Override
    public LinkerTopologyBuilder links(Stage stage) {
        return LinkerTopology.builder().bothWays(stage.database("a"), stage.database("b"));
    }

    @Override
    public void play(Stage stage, Verdict verdict) throws InterruptedException {
        stage.write(0.5, "a", "b");
        stage.cut("b");
        stage.write(0.5, "a", "b");
        stage.heal("b");
        stage.catchUp();

        Contents a = stage.contents("a");
        Contents b = stage.contents("b");
        verdict.complete(a, stage.written());
        verdict.complete(b, stage.written());
        verdict.must(
                "the streams have the same revisions on both sides", a.sizes().equals(b.sizes()));
        verdict.must(
                "what met events its writer could not know is marked with $error: " + a.marked() + " in a, "
                        + b.marked() + " in b",
                a.marked() + b.marked() > 0);
    }
}
