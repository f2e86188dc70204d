package io.linker.internal.engine;

import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.filter.EventFilter;
import io.linker.filter.NamePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One run of one link, all of it drawn from a seed: streams, filters, limits, latencies, crashes, time-outs, foreign writers.
 * At the end everything is quiet and the destination is compared with the origin.
 */
final class Simulation {
    private static final long TROUBLE_MILLIS = 20_000;
    private static final long MOST_MILLIS = 3_600_000;

    private final World world;
    private final SimDatabase from;
    private final SimDatabase to;
    private final SimCheckpoints store;
    private final boolean exclusive;
    private final boolean ownStore;
    private final boolean strangers;
    private final boolean sharedDeletes;
    private final SimStreams streams;
    private final int maxLatency;
    private final int window;
    private final LinkSpec.Limits limits;
    private final EventFilter filter;
    private final List<SimLink> links = new ArrayList<>();
    private SimLink link;

    Simulation(long seed, int maxStreams) {
        world = new World(seed);
        from = new SimDatabase(world);
        to = new SimDatabase(world);
        store = new SimCheckpoints(world);
        exclusive = world.chance(0.5);
        ownStore = world.chance(0.4);
        boolean deletes = world.chance(0.5);
        // Where a stream is hidden and its ids repeat, nobody can tell one event from another: a stated limit.
        boolean repeatedIds = !deletes && world.chance(0.4);
        strangers = !exclusive && !deletes && world.chance(0.4);
        // What a filter or a scavenge left out shifts revisions; where the rest of a shared stream is then deleted, a
        // replay
        // may not find it: a stated limit.
        sharedDeletes = deletes && !exclusive;
        maxLatency = world.between(0, 60);
        window = world.between(1, 16);
        limits = new LinkSpec.Limits(
                world.between(64, 400),
                1 << 20,
                10_000,
                world.between(1, 12),
                1 << 20,
                world.between(1, 5),
                world.between(1, 2 * maxStreams),
                world.between(1, 60),
                world.between(50, 3_000),
                30_000,
                60_000);
        double drop = sharedDeletes || world.chance(0.4) ? 0 : 0.01 + world.random.nextDouble();
        filter = drop == 0
                ? EventFilter.everything()
                : EventFilter.types(
                        NamePattern.custom("t" + drop, type -> Math.floorMod(type.hashCode(), 100) >= drop * 100));
        var kind = new SimStreams.Kind(world.between(1, maxStreams), deletes, repeatedIds, filter);
        streams = new SimStreams(world, from, to, kind);
        link = newLink();
    }

    private SimLink newLink() {
        var kind = new SimLinks.Kind(exclusive, filter, limits, ownStore ? store : null, maxLatency, window);
        return SimLinks.link(world, from, to, kind);
    }

    /** Runs to the end; throws what is wrong with the destination. */
    void run() {
        for (int i = world.between(0, 100); i > 0; i--) {
            streams.write();
        }
        if (!sharedDeletes && world.chance(0.2)) {
            streams.scavenge();
        }
        links.add(link);
        link.start();
        planTrouble();
        advanceTo(TROUBLE_MILLIS);
        calm();
        long deadline = world.now() + MOST_MILLIS;
        link.tellWhenCaughtUp();
        while (!link.isCaughtUp()) {
            if (link.isOver()) {
                goOnWithAnother();
            }
            if (world.now() > deadline) {
                throw failure("nothing moves any more");
            }
            advanceTo(world.now() + 1_000);
        }
        compare();
    }

    private void advanceTo(long millis) {
        while (world.agenda.nextDue() <= millis) {
            world.agenda.advanceTo(world.agenda.nextDue());
        }
        world.agenda.advanceTo(millis);
    }

    private void writeAndTell() {
        streams.write();
        from.changed();
    }

    // what goes wrong

    private void planTrouble() {
        repeat(world.between(20, 400), this::writeAndTell);
        if (strangers) {
            repeat(world.between(100, 3_000), streams::writeStranger);
        }
        if (world.chance(0.6)) {
            link.destination.moods(world.random.nextDouble() * 0.2, world.random.nextDouble() * 0.1);
        }
        repeat(world.between(500, 20_000), () -> trouble(world.random.nextInt(10)));
    }

    private void repeat(int every, Runnable action) {
        world.in(1 + world.random.nextInt(2 * every), () -> {
            if (world.now() < TROUBLE_MILLIS) {
                action.run();
                repeat(every, action);
            }
        });
    }

    private void trouble(int kind) {
        switch (kind) {
            case 0, 1 -> {
                tell("the destination's connection is cut");
                link.destination.cut();
            }
            case 2 -> {
                tell("the origin's connection is cut");
                link.origin.cut(
                        world.chance(0.5)
                                ? io.linker.error.Failure.Kind.UNAVAILABLE
                                : io.linker.error.Failure.Kind.TOO_SLOW);
            }
            case 3 -> {
                tell("the subscription stalls");
                link.origin.stall();
            }
            case 4, 5 -> {
                tell("the link is killed");
                link.kill();
                restart();
            }
            case 6 -> {
                tell("the link is killed and its checkpoint set back");
                link.kill();
                if (ownStore && !sharedDeletes) {
                    store.setBack();
                }
                restart();
            }
            case 7 -> {
                tell("a second copy is started");
                restart();
            }
            case 8 -> {
                tell("the destination refuses connections");
                SimLink of = link;
                of.destination.refuse(true);
                of.destination.cut();
                world.in(world.between(100, 3_000), () -> of.destination.refuse(false));
            }
            default -> {
                tell("the origin refuses connections");
                SimLink of = link;
                of.origin.refuse(true);
                of.origin.cut(io.linker.error.Failure.Kind.UNAVAILABLE);
                world.in(world.between(100, 3_000), () -> of.origin.refuse(false));
            }
        }
    }

    private void restart() {
        link = newLink();
        links.add(link);
        link.start();
    }

    /** Of copies started at once any may win; the others end as fenced. */
    private void goOnWithAnother() {
        LinkStoppedException verdict = link.verdict();
        if (verdict == null || verdict.reason() != StopReason.FENCED) {
            throw failure("the link is over: " + verdict);
        }
        link = links.stream()
                .filter(other -> !other.isOver())
                .findFirst()
                .orElseThrow(() -> failure("all copies of the link are fenced"));
        calm();
        link.tellWhenCaughtUp();
    }

    private void calm() {
        link.destination.moods(0, 0);
        link.destination.refuse(false);
        link.origin.refuse(false);
        tell("calm");
    }

    // what must hold

    private void compare() {
        String fault = streams.fault();
        if (fault != null) {
            throw failure(fault);
        }
    }

    private void tell(String what) {
        world.tell(what);
    }

    private AssertionError failure(String what) {
        Matcher named = Pattern.compile("s-[0-9]+").matcher(what);
        String stream = named.find() ? named.group() : "s-none";
        return new AssertionError(what + "\nstate: " + describe(link) + "\nexclusive " + exclusive + ", own store "
                + ownStore
                + ", strangers " + strangers + ", latency " + maxLatency + ", window " + window + ", limits " + limits
                + "\n" + world.storyOf(stream, 600));
    }

    private static String describe(@Nullable SimLink link) {
        return link == null ? "none" : link.core().status().toString();
    }
}
