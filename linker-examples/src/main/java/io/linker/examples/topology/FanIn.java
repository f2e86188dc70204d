package io.linker.examples.topology;

import io.linker.LinkerConnectionBuilder;
import io.linker.LinkerService;
import io.linker.LinkerServiceBuilder;
import io.linker.LinkerTopology;
import io.linker.LinkerTopologyBuilder;
import io.linker.Settings;
import io.linker.event.SkipReason;
import java.util.List;

/**
 * Several databases that write streams of the same names, brought together in one. The events of a stream interleave there,
 * which is what they are meant to do and no conflict; no origin deletes what the other wrote.
 */
final class FanIn implements Topology {
    @Override
    public String purpose() {
        return "a -> c, b -> c: several origins, brought together";
    }

    @Override
    public List<String> databases() {
        return List.of("a", "b", "c");
    }

    @Override
    public LinkerTopologyBuilder links(Stage stage) {
        return LinkerTopology.builder()
                .link(into(stage.database("c"), stage.database("a")))
                .link(into(stage.database("c"), stage.database("b")));
    }

    private static LinkerServiceBuilder into(LinkerConnectionBuilder destination, LinkerConnectionBuilder origin) {
        return LinkerService.builder().origin(origin).destination(destination).settings(Settings.fanIn());
    }

    @Override
    public void play(Stage stage, Verdict verdict) throws InterruptedException {
        stage.write(1, "a", "b");
        stage.catchUp();
        stage.deleteAStream("a");
        stage.catchUp();

        Contents c = stage.contents("c");
        verdict.complete(c, stage.written());
        verdict.must("nothing was in conflict, and nothing is marked", stage.conflicts() == 0 && c.marked() == 0);
        verdict.must(
                "a stream deleted in a stays in c, and the delete is counted as skipped",
                stage.skipped(SkipReason.SWITCHED_OFF) > 0);
    }
}
