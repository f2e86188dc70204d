package io.linker.link;

import io.linker.LinkerConnectionBuilder;
import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.filter.EventFilter;
import io.linker.filter.NamePattern;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One link in a process of its own, to be killed. Ends with the process that started it, whose end it sees as that of its input. */
final class LinkProcess {
    private LinkProcess() {}

    /** Starts it; what it prints goes to {@code log}. */
    static Process start(String origin, String destination, String token, boolean exclusive, Path log)
            throws IOException {
        return start(List.of(), origin, destination, token, exclusive, log);
    }

    /** The same with further options of the Java runtime. */
    static Process start(
            List<String> options, String origin, String destination, String token, boolean exclusive, Path log)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(options);
        command.addAll(List.of(LinkProcess.class.getName(), origin, destination, token, Boolean.toString(exclusive)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Runs a link from one database to another, for the streams of one test. */
    public static void main(String[] args) throws IOException {
        Settings settings = Boolean.parseBoolean(args[3]) ? Settings.exactCopy() : Settings.defaults();
        try (LinkerService link = LinkerService.builder()
                .origin(LinkerConnectionBuilder.parse(args[0], Pair.ORIGIN))
                .destination(LinkerConnectionBuilder.parse(args[1], Pair.DESTINATION))
                .name(args[2])
                .filter(EventFilter.streams(NamePattern.prefix(args[2] + "-")))
                .settings(settings.with(new Settings.Checkpoints(50, Duration.ofMillis(20))))
                .onChange(System.out::println)
                .build()) {
            link.start().orTimeout(30, TimeUnit.SECONDS).join();
            while (System.in.read() >= 0) {
                // nothing is said; only the end counts
            }
        }
    }
}
