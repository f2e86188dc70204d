package io.linker.benchmarks;

import io.linker.benchmarks.ends.Databases;
import io.linker.benchmarks.ends.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How fast a link is against what the protocol allows, and against one append for each event. */
@Command(
        name = "copy",
        mixinStandardHelpOptions = true,
        description = "Rates of a link, of the ceiling, and of one append per event.")
final class CopyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private EndsOptions ends = new EndsOptions();

    @Option(names = "--points", split = ",", paramLabel = "NAME", description = "Named points; default all of them.")
    private List<String> points =
            new ArrayList<>(Point.NAMED.stream().map(Point::name).toList());

    @Option(
            names = "--point",
            paramLabel = "RTT,BYTES,STREAMS,EVENTS",
            description = "A point of your own instead, for example 50,65536,100,1000.")
    private List<String> own = new ArrayList<>();

    @Option(names = "--runs", defaultValue = "5", description = "Runs of each way (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--bound",
            defaultValue = "2",
            description = "Seconds that one append per event may take (default: ${DEFAULT-VALUE}).")
    private double bound;

    @Option(
            names = "--connections",
            description =
                    "Most connections of the links to the destination; default as many as links take by themselves.")
    private @Nullable Integer connections;

    @Option(names = "--scale", defaultValue = "1", description = "Share of the events (default: ${DEFAULT-VALUE}).")
    private double scale;

    @Override
    public Integer call() throws Exception {
        String machine = Machine.describe(spec.commandLine().getParseResult().originalArgs());
        List<Point> chosen = own.isEmpty()
                ? points.stream().map(Point::named).toList()
                : own.stream().map(CopyCommand::point).toList();
        List<Comparison.Result> results = new ArrayList<>();
        try (Databases databases = ends.open()) {
            var comparison =
                    new Comparison(databases, runs, Duration.ofMillis((long) (bound * 1000)), connections, System.err);
            for (Point point : chosen) {
                results.add(comparison.run(point.scaled(scale)));
            }
        }
        System.out.println(machine + "; medians of " + runs + " runs in turn (least to most)");
        System.out.println();
        System.out.print(Comparison.table(results));
        return 0;
    }

    static Point point(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("not RTT,BYTES,STREAMS,EVENTS: " + text);
        }
        var load = new Load(Integer.parseInt(parts[3]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
        return new Point("own", Integer.parseInt(parts[0]), load);
    }
}
