package io.linker.examples;

import io.linker.LinkerService;
import io.linker.LinkerServiceBuilder;
import io.linker.Migration;
import io.linker.Switchover;
import io.linker.event.Position;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Moves applications from one database to another, step by step. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Moves applications from one database to another: copies, waits until nothing is written to the origin any more, copies"
                    + " the rest, compares, notes the switch, and reports where readers go on and what has to be set up anew.",
            "Can be stopped and killed at any moment: the same command goes on. After the switch it only reports.",
            "Exit code 0 if the switch is made. A faithful copy for a migration is made with --exact-copy."
        })
final class MigrateCommand implements Callable<Integer> {
    private final StopSignal stop;

    @Mixin
    private DatabaseOptions databases = new DatabaseOptions();

    @Mixin
    private LinkOptions options = new LinkOptions();

    @Option(
            names = "--quiet",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "The origin is frozen when nothing was written for so long (default: ${DEFAULT-VALUE}).")
    private int quiet;

    @Option(
            names = "--consumer",
            paramLabel = "POSITION",
            split = ",",
            converter = ToPosition.class,
            description =
                    "Up to where a reader of $$all has processed the origin, as C:commit/P:prepare: the report says behind"
                            + " which place of the destination it goes on. Persistent subscriptions to $$all are reported in any case.")
    private List<Position> consumers = List.of();

    @Option(
            names = "--back",
            description =
                    "After the switch: copy what is written at the destination back to the origin, until stopped.")
    private boolean back;

    MigrateCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (quiet < 0) {
            throw new CommandException("--quiet is 0 or more seconds");
        }
        options.mustCopyAll("migrate");
        var follower = new LinkFollower(Display.ofProcess(), stop, options.hint());
        LinkerServiceBuilder link = options.link(databases.origin, databases.destination, options.settings());
        try (var migration = new Migration(link)) {
            if (back) {
                return copyBack(migration, follower);
            }
            Optional<Switchover> made = migration.switchover();
            if (made.isEmpty()) {
                made = new MigrationRun(migration, follower, stop, Duration.ofSeconds(quiet)).call();
            }
            made.ifPresent(switchover -> new MigrationReport(migration, switchover, consumers)
                    .lines()
                    .forEach(follower::print));
            return made.isPresent() ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private static int copyBack(Migration migration, LinkFollower follower) throws InterruptedException {
        if (migration.switchover().isEmpty()) {
            throw new CommandException("the switch is not made yet, so there is nothing to copy back");
        }
        try (LinkerService link = migration.reverse().build()) {
            CompletableFuture<Void> started = link.start();
            follower.followUntil(link, started::isCompletedExceptionally);
            follower.end(link);
            follower.print("link " + link.status().link() + " stopped: " + StatusLine.counts(link.status()));
            return ExitCode.OK;
        }
    }

    private static final class ToPosition implements ITypeConverter<Position> {
        @Override
        public Position convert(String text) {
            return Position.parse(text);
        }
    }
}
