package io.linker.benchmarks;

import io.linker.benchmarks.ends.Databases;
import io.linker.benchmarks.ends.EmbeddedDatabases;
import io.linker.benchmarks.ends.JavaProcess;
import io.linker.benchmarks.ends.Load;
import io.linker.benchmarks.ends.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a copy takes of its own process, and where it takes it. */
@Command(
        name = "cost",
        mixinStandardHelpOptions = true,
        description = {
            "Processor time and allocation per event of a copy in a process of its own; its heap.",
            "With --data the nodes keep events in files, so that there may be many: --events 10000000 --streams 1000000."
        })
final class CostCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--ways",
            split = ",",
            description = "Of link, exact, ceiling (default: ${DEFAULT-VALUE}).",
            defaultValue = "link,exact,ceiling")
    private List<String> ways = new ArrayList<>();

    @Option(names = "--events", defaultValue = "300000", description = "Default: ${DEFAULT-VALUE}.")
    private int events;

    @Option(names = "--bytes", defaultValue = "256", description = "Default: ${DEFAULT-VALUE}.")
    private int bytes;

    @Option(names = "--streams", defaultValue = "1000", description = "Default: ${DEFAULT-VALUE}.")
    private int streams;

    @Option(names = "--heap", defaultValue = "256m", description = "Heap of the copy (default: ${DEFAULT-VALUE}).")
    private String heap = "256m";

    @Option(names = "--node-heap", defaultValue = "2g", description = "Heap of each node (default: ${DEFAULT-VALUE}).")
    private String nodeHeap = "2g";

    @Option(names = "--data", description = "Directory for the nodes' events, which are left there.")
    private @Nullable Path data;

    @Option(names = "--profile", description = "Directory for recordings; prints what is hot and what allocates.")
    private @Nullable Path profile;

    @Override
    public Integer call() throws Exception {
        if (profile != null) {
            Files.createDirectories(profile);
        }
        String machine = Machine.describe(spec.commandLine().getParseResult().originalArgs());
        Table table = Cost.table();
        List<String> profiles = new ArrayList<>();
        try (Databases databases = EmbeddedDatabases.start(nodeHeap, data)) {
            for (String way : ways) {
                Scene scene = databases.scene(new Load(events, bytes, streams), 0);
                copy(scene, way).row(table, way);
                if (profile != null) {
                    profiles.add(Profile.of(recording(profile, way)).toString());
                }
            }
        }
        System.out.println(machine + "; " + bytes + " B, " + streams + " streams, heap " + heap);
        System.out.println();
        System.out.print(table);
        profiles.forEach(System.out::print);
        return 0;
    }

    private Cost copy(Scene scene, String way) throws IOException {
        List<String> options = new ArrayList<>(List.of("-Xmx" + heap));
        if (profile != null) {
            options.add("-XX:StartFlightRecording=settings=profile,filename=" + recording(profile, way));
        }
        List<String> arguments = List.of(
                scene.origin().toString(), scene.destination().toString(), Integer.toString(scene.events()), way);
        try (var process = new JavaProcess(CopyHost.class, options, arguments)) {
            return Cost.parse(process.readUntil(Cost.PREFIX));
        }
    }

    private static Path recording(Path directory, String way) {
        return directory.resolve(way + ".jfr").toAbsolutePath();
    }
}
