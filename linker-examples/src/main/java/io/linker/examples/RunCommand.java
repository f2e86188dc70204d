package io.linker.examples;

import io.linker.Delivery;
import io.linker.Delivery.DestinationDeleted;
import io.linker.Delivery.OnUndeliverable;
import io.linker.Settings;
import io.linker.checkpoint.Share;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Links two databases and shows how that gets on. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Links two databases and shows how that gets on, until stopped.",
            "Without --origin and --destination: starts two embedded nodes and a shop that writes to one of them,"
                    + " links them, and compares both in the end. With --topology: shows another way to arrange databases,"
                    + " with applications that write and ways that are cut, and ends by itself."
        })
final class RunCommand implements Callable<Integer> {
    private static final long BOUNDED = 20_000;
    private static final Set<String> OF_TOPOLOGIES = Set.of("--topology", "--events", "--rate");

    private final StopSignal stop;

    @ArgGroup
    private @Nullable Mode mode;

    @Mixin
    private LinkOptions options = new LinkOptions();

    @Spec
    private @Nullable CommandSpec spec;

    RunCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws Exception {
        var follower = new LinkFollower(Display.ofProcess(), stop, options.hint());
        if (mode != null && mode.databases != null) {
            if (mode.databases.compare) {
                options.mustCopyAll("--compare");
            }
            return new DatabasesRun(options, mode.databases, follower).call();
        }
        ShopOptions shop = mode != null && mode.shop != null ? mode.shop : new ShopOptions();
        if (shop.topology == null) {
            options.mustCopyAll("the shop");
            return new ShopRun(options, shop, follower).call();
        }
        noOptionsOfALink();
        if (!shop.topology.equals(TopologyRun.ACTIVE_PASSIVE)) {
            return new TopologyRun(shop, follower).call();
        }
        shop.events = shop.events == Long.MAX_VALUE ? BOUNDED : shop.events;
        return new ShopRun(options, shop, follower).call();
    }

    /** The links of a topology are its own. */
    private void noOptionsOfALink() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        for (OptionSpec option : command.getParseResult().matchedOptions()) {
            if (!OF_TOPOLOGIES.contains(option.longestName())) {
                throw new ParameterException(command, option.longestName() + " and --topology do not go together");
            }
        }
    }

    /** Either real databases or the shop. */
    private static final class Mode {
        @ArgGroup(exclusive = false, heading = "%nTwo databases of yours:%n")
        private @Nullable Databases databases;

        @ArgGroup(exclusive = false, heading = "%nEmbedded nodes:%n")
        private @Nullable ShopOptions shop;
    }

    /** Where real databases are. */
    static final class Databases extends DatabaseOptions {
        @Option(
                names = "--share",
                paramLabel = "INDEX/COUNT",
                converter = ShareConverter.class,
                description =
                        "Do this share of the work; other processes do the others. 0/3 is the first of three. Share 0"
                                + " decides: where it starts with another COUNT, the work is split anew (default: all of"
                                + " it).")
        Share share = Share.WHOLE;

        @Option(
                names = "--undeliverable",
                paramLabel = "POLICY",
                description =
                        "halt, or park: put events that the destination refuses into the stream linker-park-<link>, and"
                                + " go on (default: halt).")
        OnUndeliverable undeliverable = OnUndeliverable.HALT;

        @Option(
                names = "--destination-deleted",
                paramLabel = "POLICY",
                description =
                        "What becomes of a stream that somebody else deletes at the destination: recreate, respect or"
                                + " halt (default: recreate).")
        DestinationDeleted deleted = DestinationDeleted.RECREATE;

        @Option(
                names = "--heal",
                description =
                        "Fill a destination again that was restored from a backup; for one run, while nobody else writes"
                                + " there.")
        boolean heal;

        @Option(
                names = "--stop-at-head",
                description = "End when everything that the origin holds at the start is there.")
        boolean stopAtHead;

        @Option(
                names = "--compare",
                description = "Compare both sides in the end; exit code 0 only if the copy is faithful.")
        boolean compare;

        /** The settings, with what was said of the destination. */
        Settings refined(Settings settings) {
            Delivery delivery = settings.delivery().with(undeliverable).with(deleted);
            return settings.with(heal ? delivery.healing() : delivery);
        }
    }

    /** Says what is wrong with a share, and what one looks like. */
    static final class ShareConverter implements ITypeConverter<Share> {
        @Override
        public Share convert(String value) {
            try {
                return Share.parse(value);
            } catch (IllegalArgumentException none) {
                throw new TypeConversionException(none.getMessage());
            }
        }
    }

    /** What the shop does, or another topology. */
    static final class ShopOptions {
        @Option(
                names = "--topology",
                paramLabel = "NAME",
                description = "Show this topology instead of the shop; \"list\" tells which there are.")
        @Nullable
        String topology;

        @Option(
                names = "--events",
                paramLabel = "N",
                description = "Write so many events, then end; exit code 0 only if all sides then hold what they must"
                        + " (default: for ever, with --topology 4000).")
        long events = Long.MAX_VALUE;

        @Option(
                names = "--rate",
                paramLabel = "N",
                description =
                        "Write so many events a second; 0 for as fast as possible (default: 1000; of the shop with"
                                + " --events 0).")
        @Nullable
        Integer rate;

        @Option(names = "--seed", paramLabel = "N", description = "The same seed writes the same events (default: 1).")
        long seed = 1;
    }
}
