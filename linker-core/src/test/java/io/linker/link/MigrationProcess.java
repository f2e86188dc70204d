package io.linker.link;

import io.linker.ComparisonOptions;
import io.linker.LinkerConnectionBuilder;
import io.linker.LinkerService;
import io.linker.Migration;
import io.linker.Settings;
import io.linker.filter.EventFilter;
import io.linker.filter.NamePattern;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A migration in a process of its own, to be killed: says which step comes next, and takes it when told to. */
final class MigrationProcess {
    /** What it says, in this order. */
    enum Step {
        COPY,
        FREEZE,
        DRAIN,
        VERIFY,
        SWITCH,
        DONE
    }

    private static final PrintStream SAYS = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private MigrationProcess() {}

    static Migration migration(String origin, String destination, String token, boolean exactCopy) {
        Settings settings = exactCopy ? Settings.exactCopy() : Settings.defaults();
        return new Migration(LinkerService.builder()
                .origin(LinkerConnectionBuilder.parse(origin, Pair.ORIGIN))
                .destination(LinkerConnectionBuilder.parse(destination, Pair.DESTINATION))
                .name(token)
                .filter(EventFilter.streams(NamePattern.prefix(token + "-")))
                .settings(settings.with(new Settings.Checkpoints(50, Duration.ofMillis(20)))));
    }

    /** Runs a migration to its end, each step when told to. */
    public static void main(String[] args) throws IOException, InterruptedException {
        try (Migration migration = migration(args[0], args[1], args[2], Boolean.parseBoolean(args[3]))) {
            if (migration.switchover().isEmpty()) {
                await(Step.COPY);
                migration.copy(Pair.PATIENCE);
                await(Step.FREEZE);
                migration.awaitFreeze(Duration.ofMillis(200), Pair.PATIENCE);
                await(Step.DRAIN);
                migration.drain(Pair.PATIENCE);
                await(Step.VERIFY);
                migration.verify(ComparisonOptions.defaults());
                await(Step.SWITCH);
                migration.switchOver();
            }
            SAYS.println(Step.DONE);
            SAYS.println(migration.switchover().orElseThrow());
        }
    }

    private static void await(Step step) throws IOException {
        SAYS.println(step);
        if (System.in.read() < 0) {
            throw new IOException("nobody is there any more");
        }
    }
}
