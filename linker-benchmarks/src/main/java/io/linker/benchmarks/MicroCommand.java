package io.linker.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The pure parts alone. */
@Command(
        name = "micro",
        mixinStandardHelpOptions = true,
        description =
                "Runs the JMH benchmarks. Arguments are those of JMH after --, for example: micro -- -f 1 -i 3 Splice")
final class MicroCommand implements Callable<Integer> {
    private static final List<String> DEFAULTS =
            List.of("-f", "1", "-wi", "2", "-w", "1", "-i", "3", "-r", "1", "-bm", "avgt", "-tu", "ns", "-prof", "gc");

    @Parameters(paramLabel = "ARGUMENT", description = "Arguments of JMH; some short runs with allocation by default.")
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        List<String> given = arguments.isEmpty() ? DEFAULTS : arguments;
        new Runner(new CommandLineOptions(given.toArray(String[]::new))).run();
        return 0;
    }
}
