package io.linker.benchmarks;

import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.benchmarks.copy.LinkCopier;
import io.linker.benchmarks.copy.Pipeline;
import io.linker.benchmarks.ends.Databases;
import io.linker.benchmarks.ends.Load;
import io.linker.benchmarks.ends.Scene;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How late a single event is. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        description = "One event at a time, from the origin's answer to a subscriber of the destination.")
final class LatencyCommand implements Callable<Integer> {
    private static final Load NOTHING = new Load(0, 256, 1);
    private static final double MOST_MILLIS = 4;
    private static final double MOST_OVER_CEILING = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private EndsOptions ends = new EndsOptions();

    @Option(names = "--events", defaultValue = "500", description = "Of each run (default: ${DEFAULT-VALUE}).")
    private int events;

    @Option(names = "--runs", defaultValue = "5", description = "Of each way, in turn (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--rtt", defaultValue = "0", description = "Milliseconds (default: ${DEFAULT-VALUE}).")
    private int roundTripMillis;

    private final Map<String, List<Double>> medians = new LinkedHashMap<>();
    private final Map<String, List<Double>> tails = new LinkedHashMap<>();

    @Override
    public Integer call() throws Exception {
        String machine = Machine.describe(spec.commandLine().getParseResult().originalArgs());
        try (Databases databases = ends.open()) {
            for (int run = 0; run < runs; run++) {
                link(databases.scene(NOTHING, roundTripMillis), "link", Settings.defaults());
                ceiling(databases.scene(NOTHING, roundTripMillis));
                link(databases.scene(NOTHING, roundTripMillis), "exact", Settings.exactCopy());
            }
        }
        var table = new Table("way", "p50 ms", "p99 ms");
        medians.forEach((way, values) -> table.row(way, spread(values), spread(tails.getOrDefault(way, List.of()))));
        System.out.println(machine + "; medians of " + runs + " runs in turn (least to most)");
        System.out.println();
        System.out.print(table);
        System.out.println();
        System.out.println(verdict(median("link"), median("ceiling")));
        return 0;
    }

    static String verdict(double link, double ceiling) {
        boolean kept = link <= MOST_MILLIS && link <= ceiling + MOST_OVER_CEILING;
        return "p50 of a link at most %.0f ms and %.0f ms over the ceiling's: %s"
                .formatted(MOST_MILLIS, MOST_OVER_CEILING, kept ? "yes" : "no");
    }

    private double median(String way) {
        return new Samples(medians.getOrDefault(way, List.of())).median();
    }

    private void link(Scene scene, String way, Settings settings) throws Exception {
        try (LinkerService link = new LinkCopier(way, settings).link(scene)) {
            link.start().get(30, TimeUnit.SECONDS);
            measure(scene, way);
        }
    }

    private void ceiling(Scene scene) throws Exception {
        try (var pipeline = new Pipeline(scene, 32, 1)) {
            pipeline.start();
            measure(scene, "ceiling");
        }
    }

    private void measure(Scene scene, String way) throws Exception {
        try (var trickle = new Trickle(scene)) {
            trickle.run(events / 2); // to warm up
            var millis = new Samples(trickle.run(events));
            medians.computeIfAbsent(way, name -> new ArrayList<>()).add(millis.median());
            tails.computeIfAbsent(way, name -> new ArrayList<>()).add(millis.quantile(0.99));
        }
    }

    private static String spread(List<Double> millis) {
        var samples = new Samples(millis);
        return "%.2f (%.2f to %.2f)".formatted(samples.median(), samples.least(), samples.most());
    }
}
