package io.linker.examples;

import io.linker.ComparisonOptions;
import io.linker.Settings;
import io.linker.verify.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares both ends of a link. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Compares the copy that a link made with its origin, event by event; exit code 0 only if it is faithful.",
            "The link may be running, and applications may write: what the origin holds at the start is compared once the link"
                    + " has copied it. Give names, filter and the kind of copy as the link has them. Writes nothing."
        })
final class VerifyCommand implements Callable<Integer> {
    @Mixin
    private DatabaseOptions databases = new DatabaseOptions();

    @Mixin
    private LinkOptions options = new LinkOptions();

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description =
                    "How long the link may take to copy what the origin holds at the start; 0: compare without waiting"
                            + " for a link (default: ${DEFAULT-VALUE}).")
    private int wait;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Read at most so many events a second of either database; 0 for no limit (default:"
                    + " ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--directory",
            paramLabel = "PATH",
            description = "Where temporary files go, about 100 bytes an event and side (default: the system's).")
    @Nullable
    private Path directory;

    @Override
    public Integer call() {
        if (wait < 0 || rate < 0) {
            throw new CommandException("--wait and --rate are 0 or more");
        }
        options.mustCopyAll("verify");
        ComparisonOptions how =
                ComparisonOptions.defaults().waiting(Duration.ofSeconds(wait)).reading(Settings.Limits.events(rate));
        Report report = options.link(databases.origin, databases.destination, options.settings())
                .compare(directory == null ? how : how.in(directory));
        Display.ofProcess().print(report.toString());
        return report.isFaithful() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
