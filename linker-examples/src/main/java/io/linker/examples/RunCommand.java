package io.linker.examples;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Links two databases and shows how that gets on. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Links two databases and shows how that gets on, until stopped.",
            "Without --origin and --destination: starts two embedded nodes and a shop that writes to one of them, links them, and"
                    + " compares both in the end."
        })
final class RunCommand implements Callable<Integer> {
    private final StopSignal stop;

    @ArgGroup
    private @Nullable Mode mode;

    @Mixin
    private LinkOptions options = new LinkOptions();

    RunCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws Exception {
        var follower = new LinkFollower(Display.ofProcess(), stop, options.hint());
        if (mode != null && mode.databases != null) {
            return new DatabasesRun(options, mode.databases, follower).call();
        }
        ShopOptions shop = mode != null && mode.shop != null ? mode.shop : new ShopOptions();
        return new ShopRun(options, shop, follower).call();
    }

    /** Either real databases or the shop. */
    private static final class Mode {
        @ArgGroup(exclusive = false, heading = "%nTwo databases of yours:%n")
        private @Nullable Databases databases;

        @ArgGroup(exclusive = false, heading = "%nThe shop:%n")
        private @Nullable ShopOptions shop;
    }

    /** Where real databases are. */
    static final class Databases {
        @Option(
                names = "--origin",
                paramLabel = "URI",
                required = true,
                description =
                        "Connection string of the database to read, for example esdb://admin:changeit@localhost:2113?tls=false.")
        String origin = "";

        @Option(
                names = "--destination",
                paramLabel = "URI",
                required = true,
                description = "Connection string of the database to write.")
        String destination = "";

        @Option(
                names = "--stop-at-head",
                description = "End when everything that the origin holds at the start is there.")
        boolean stopAtHead;

        @Option(
                names = "--compare",
                description = "Compare both sides in the end; exit code 0 only if the copy is faithful.")
        boolean compare;
    }

    /** What the shop does. */
    static final class ShopOptions {
        @Option(
                names = "--events",
                paramLabel = "N",
                description = "Write so many events, then end; exit code 0 only if both sides are then equal.")
        long events = Long.MAX_VALUE;

        @Option(
                names = "--rate",
                paramLabel = "N",
                description =
                        "Write so many events a second; 0 for as fast as possible (default: 1000, with --events 0).")
        @Nullable
        Integer rate;

        @Option(names = "--seed", paramLabel = "N", description = "The same seed writes the same events (default: 1).")
        long seed = 1;
    }
}
