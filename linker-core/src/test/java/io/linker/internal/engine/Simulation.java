package io.linker.internal.engine;

import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.Lane;
import io.linker.event.RecordedEvent;
import io.linker.filter.EventFilter;
import io.linker.filter.NamePattern;
import io.linker.testkit.internal.log.ExpectedRevision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
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
    private final boolean deletes;
    private final boolean repeatedIds;
    private final boolean strangers;
    private final boolean unfiltered;
    private final int streams;
    private final int maxLatency;
    private final int window;
    private final LinkSpec.Limits limits;
    private final EventFilter filter;
    private final Set<UUID> foreign = new HashSet<>();
    private final Set<String> tombstoned = new HashSet<>();
    private final List<SimLink> links = new ArrayList<>();
    private int written;
    private SimLink link;

    Simulation(long seed, int maxStreams) {
        world = new World(seed);
        from = new SimDatabase(world);
        to = new SimDatabase(world);
        store = new SimCheckpoints(world);
        exclusive = world.chance(0.5);
        ownStore = world.chance(0.4);
        deletes = world.chance(0.5);
        // Where a stream is hidden and its ids repeat, nobody can tell one event from another: a stated limit.
        repeatedIds = !deletes && world.chance(0.4);
        strangers = !exclusive && !deletes && world.chance(0.4);
        streams = world.between(1, maxStreams);
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
        // What a filter or a scavenge left out shifts revisions; where the rest is then deleted, a replay may not find
        // it: a
        // stated limit.
        unfiltered = deletes || world.chance(0.4);
        double drop = unfiltered ? 0 : 0.01 + world.random.nextDouble();
        filter = drop == 0
                ? EventFilter.everything()
                : EventFilter.types(
                        NamePattern.custom("t" + drop, type -> Math.floorMod(type.hashCode(), 100) >= drop * 100));
        link = newLink();
    }

    private SimLink newLink() {
        var kind = new SimLinks.Kind(exclusive, filter, limits, ownStore ? store : null, maxLatency, window);
        return SimLinks.link(world, from, to, kind);
    }

    /** Runs to the end; throws what is wrong with the destination. */
    void run() {
        for (int i = world.between(0, 100); i > 0; i--) {
            write();
        }
        if (!deletes && world.chance(0.2)) {
            from.log.scavenge();
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

    // what the origin's writers do

    private String anyStream() {
        // The lower the number, the busier the stream.
        return "s-" + Math.min(world.random.nextInt(streams), world.random.nextInt(streams));
    }

    private void write() {
        String stream = anyStream();
        int what = world.random.nextInt(100);
        if (tombstoned.contains(stream)) {
            return;
        }
        if (deletes && what < 4) {
            from.log.delete(stream, ExpectedRevision.ANY);
            tell("origin deletes " + stream);
        } else if (deletes && what < 5) {
            from.log.tombstone(stream, ExpectedRevision.ANY);
            tombstoned.add(stream);
            tell("origin tombstones " + stream);
        } else if (deletes
                && what < 9
                && from.log.stream(stream).state() == io.linker.testkit.internal.log.StreamView.State.FOUND) {
            long head = from.log.stream(stream).head();
            String document = world.chance(0.5) && head >= 0
                    ? "{\"$tb\":" + world.random.nextLong(head + 2) + "}"
                    : "{\"owner\":\"" + written + "\"}";
            from.append(Lane.metastreamOf(stream), newId(), RecordedEvent.METADATA_TYPE, document, "{\"by\":\"user\"}");
            tell("origin sets " + document + " on " + stream);
        } else {
            for (int i = world.between(1, 3); i > 0; i--) {
                UUID id = repeatedIds && world.chance(0.3) ? new UUID(7, world.random.nextInt(3)) : newId();
                // Repeated ids are written with exact revisions, or the database itself would take them for repeats.
                long head = from.log.stream(stream).head();
                boolean live = from.log.stream(stream).state() == io.linker.testkit.internal.log.StreamView.State.FOUND;
                var event = new io.linker.testkit.internal.log.NewEvent(
                        id,
                        "t" + world.random.nextInt(20),
                        true,
                        com.google.protobuf.ByteString.copyFromUtf8("{\"n\":" + written++ + "}"),
                        com.google.protobuf.ByteString.EMPTY);
                from.log.append(
                        stream,
                        live || head >= 0 ? ExpectedRevision.exactly(head) : ExpectedRevision.NO_STREAM,
                        List.of(event));
                tell("origin writes " + stream + "@" + (head + 1) + " " + event.type() + " n" + (written - 1) + " "
                        + id);
            }
        }
    }

    private void writeAndTell() {
        write();
        from.changed();
    }

    private UUID newId() {
        return new UUID(world.random.nextLong(), world.random.nextLong());
    }

    private void writeStranger() {
        String stream = anyStream();
        UUID id = newId();
        foreign.add(id);
        to.append(stream, id, "stranger", "{}", world.chance(0.5) ? "" : "{\"x\":1}");
        tell("a stranger writes " + stream);
    }

    // what goes wrong

    private void planTrouble() {
        repeat(world.between(20, 400), this::writeAndTell);
        if (strangers) {
            repeat(world.between(100, 3_000), this::writeStranger);
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
                if (ownStore && !deletes) {
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
        for (int number = 0; number < streams; number++) {
            String stream = "s-" + number;
            List<String> expected = events(from, stream, false);
            List<String> actual = events(to, stream, true);
            forgiveFirst(stream, expected, actual);
            if (!expected.equals(actual)) {
                throw failure("stream " + stream + " has\n  " + actual + "\ninstead of\n  " + expected);
            }
            compareState(stream);
        }
    }

    /**
     * A stated limit: the first event of a deleted stream may come twice if it was not the first at the origin, since the
     * server cannot be asked for it without risk.
     */
    private void forgiveFirst(String stream, List<String> expected, List<String> actual) {
        boolean first = deletes && !expected.isEmpty() && actual.size() > expected.size();
        if (first && actual.get(0).equals(expected.get(0)) && !expected.get(0).equals(firstWritten(stream))) {
            actual.remove(actual.lastIndexOf(expected.get(0)));
        }
    }

    private String firstWritten(String stream) {
        return from.all().stream()
                .filter(event -> event.stream().equals(stream) && event.revision() == 0)
                .map(event -> new String(event.data(), java.nio.charset.StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
    }

    private void compareState(String stream) {
        var origin = from.log.stream(stream);
        var destination = to.log.stream(stream);
        // An event that brought the stream back at the origin may have been filtered; then the copy stays deleted.
        boolean anything = unfiltered && origin.head() >= 0;
        if (anything && origin.state() != destination.state()) {
            throw failure("stream " + stream + " is " + destination.state() + " instead of " + origin.state());
        }
    }

    /** The events of a stream in the order of the log, deleted ones included: what the link was to carry. */
    private List<String> events(SimDatabase database, String stream, boolean copied) {
        List<String> events = new ArrayList<>();
        for (RecordedEvent event : database.all()) {
            boolean counts = event.stream().equals(stream) && !event.isTombstone() && !foreign.contains(event.id());
            if (counts && (copied || filter.accepts(event))) {
                events.add(new String(event.data(), java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return events;
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
