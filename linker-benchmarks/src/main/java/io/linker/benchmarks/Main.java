package io.linker.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The application behind {@code trials/bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures links between two databases.",
        subcommands = {
            CopyCommand.class,
            CostCommand.class,
            LatencyCommand.class,
            RecoveryCommand.class,
            MicroCommand.class
        })
public final class Main {
    private Main() {}

    /** Runs one command. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
