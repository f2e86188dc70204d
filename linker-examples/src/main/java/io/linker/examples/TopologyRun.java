package io.linker.examples;

import io.linker.event.SkipReason;
import io.linker.examples.topology.Stage;
import io.linker.examples.topology.StageException;
import io.linker.examples.topology.Topologies;
import io.linker.examples.topology.Topology;
import io.linker.examples.topology.Verdict;
import io.linker.status.LinkStatus;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.ExitCode;

/** One of the topologies on embedded nodes; all its databases are compared in the end. */
final class TopologyRun implements Callable<Integer> {
    /** The topology that the shop shows. */
    static final String ACTIVE_PASSIVE = "active-passive";

    static final String LIST = "list";
    /** A cut connection is part of the show; the nodes' server would tell of each with a stack trace. Kept, or the level is lost. */
    private static final Logger NODES = Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty");

    private static final int LEISURELY = 1_000;
    private static final long EVENTS = 4_000;
    private static final long MOST_EVENTS = 100_000; // the comparison holds them in memory, once for each database

    private final RunCommand.ShopOptions options;
    private final LinkFollower follower;

    TopologyRun(RunCommand.ShopOptions options, LinkFollower follower) {
        this.options = options;
        this.follower = follower;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (LIST.equals(options.topology)) {
            list();
            return ExitCode.OK;
        }
        Topology topology = Topologies.all().get(options.topology);
        if (topology == null) {
            throw new CommandException("no topology is called '" + options.topology + "'; there are " + ACTIVE_PASSIVE
                    + ", " + String.join(", ", Topologies.all().keySet()));
        }
        NODES.setLevel(Level.SEVERE);
        follower.print(topology.purpose());
        long began = System.nanoTime();
        try (var stage = new Stage(script(topology))) {
            Verdict verdict = stage.play();
            summarise(stage, verdict, Duration.ofNanos(System.nanoTime() - began));
            return verdict.holds() ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (StageException unfinished) {
            throw new CommandException(String.valueOf(unfinished.getMessage()), unfinished);
        }
    }

    private Stage.Script script(Topology topology) {
        long events = options.events == Long.MAX_VALUE ? EVENTS : options.events;
        int rate = options.rate == null ? LEISURELY : options.rate;
        if (events < 1 || events > MOST_EVENTS || rate < 0) {
            throw new CommandException("with --topology, --events is 1 to " + MOST_EVENTS
                    + ", --rate 0 or more events a second of all applications together");
        }
        return new Stage.Script(topology, events, rate, follower);
    }

    private void list() {
        follower.print(ACTIVE_PASSIVE + "   a -> b: a warm copy");
        for (Map.Entry<String, Topology> each : Topologies.all().entrySet()) {
            String name = each.getKey();
            follower.print(name
                    + " ".repeat(ACTIVE_PASSIVE.length() + 3 - name.length())
                    + each.getValue().purpose());
        }
    }

    private void summarise(Stage stage, Verdict verdict, Duration took) {
        for (LinkStatus link : stage.links()) {
            follower.print("link       " + link.link() + ": " + StatusLine.counts(link));
        }
        follower.print("skipped    " + skipped(stage));
        verdict.lines().forEach(follower::print);
        follower.print("time       " + StatusLine.time(took));
    }

    /** Why events were not written once more: most were recognised as copies. */
    private static String skipped(Stage stage) {
        var reasons = new StringJoiner(", ").setEmptyValue("nothing");
        for (SkipReason reason : SkipReason.values()) {
            long count = stage.skipped(reason);
            if (count > 0) {
                reasons.add(StatusLine.count(count) + " "
                        + reason.name().toLowerCase(Locale.ROOT).replace('_', ' '));
            }
        }
        return reasons.toString();
    }
}
