package io.linker.examples;

import io.linker.error.LinkerException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The application behind {@code ./linker}. Exit codes: 0 done, 1 failed, 2 the command line was not understood. */
@Command(
        name = "linker",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Replicates events between EventStoreDB / KurrentDB databases.")
public final class Main {
    private Main() {}

    /** Runs one command. */
    public static void main(String[] args) {
        var stop = StopSignal.ofProcess();
        int exitCode = commandLine(stop).execute(args);
        stop.over(exitCode);
        System.exit(exitCode);
    }

    static CommandLine commandLine(StopSignal stop) {
        return new CommandLine(new Main())
                .addSubcommand(new RunCommand(stop))
                .addSubcommand(new VerifyCommand())
                .addSubcommand(new MigrateCommand(stop))
                .addSubcommand(new NodeCommand(stop))
                .addSubcommand(new ShopCommand(stop))
                .setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((error, command, parsed) -> explain(error, command.getErr()))
                .setParameterExceptionHandler((error, args) -> explainUsage(error));
    }

    /** What a user can act on is one message; only a defect of ours shows a stack trace. */
    private static int explain(Exception error, PrintWriter err) {
        if (error instanceof CommandException || error instanceof LinkerException) {
            err.println("linker: " + error.getMessage());
        } else {
            var trace = new StringWriter();
            error.printStackTrace(new PrintWriter(trace, true));
            err.println("linker: unexpected, please report this: " + trace);
        }
        return ExitCode.SOFTWARE;
    }

    private static int explainUsage(ParameterException error) {
        String command = error.getCommandLine().getCommandSpec().qualifiedName();
        error.getCommandLine().getErr().println("linker: " + error.getMessage() + "; see ./" + command + " --help");
        return ExitCode.USAGE;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"linker " + Objects.requireNonNullElse(version, "(not packaged)")};
        }
    }
}
