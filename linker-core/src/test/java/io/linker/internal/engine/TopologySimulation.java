package io.linker.internal.engine;

import io.linker.conflict.ConflictPolicy;
import io.linker.error.Failure;
import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.RecordedEvent;
import io.linker.filter.EventFilter;
import io.linker.filter.NamePattern;
import io.linker.internal.engine.SimTopology.Side;
import io.linker.transform.Transform;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One run of several databases that are linked both ways, each with the next or each with each other, all of it drawn from a
 * seed. Applications write the same streams on all sides while links are cut, killed and started again. At the end
 * everything is quiet, and {@link TopologyPromise} says what must hold.
 */
final class TopologySimulation {
    private static final long TROUBLE_MILLIS = 20_000;
    private static final long MOST_MILLIS = 3_600_000;
    private static final long QUIET_MILLIS = 3_000;

    /** What the links do about conflicts, the same on all sides. */
    enum Policy {
        MARK,
        /** The first database's events keep their place. */
        FIRST_WINS,
        DIVERT;

        ConflictPolicy decides() {
            return switch (this) {
                case MARK -> ConflictPolicy.appendWithError();
                case FIRST_WINS -> ConflictPolicy.priority(List.of(TopologySimulation.name(0)));
                case DIVERT -> ConflictPolicy.conflictStream();
            };
        }

        private static Policy drawn(World world) {
            return world.chance(0.6) ? MARK : world.chance(0.5) ? FIRST_WINS : DIVERT;
        }
    }

    /** A link and its successors after crashes. */
    private static final class Line {
        final int from;
        final int to;
        final @Nullable SimCheckpoints store;
        final List<SimLink> runs = new ArrayList<>();

        Line(int from, int to, @Nullable SimCheckpoints store) {
            this.from = from;
            this.to = to;
            this.store = store;
        }

        SimLink link() {
            return runs.get(runs.size() - 1);
        }
    }

    private final long seed;
    private final World world;
    private final List<SimDatabase> databases = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private final Policy policy;
    private final int streams;
    private final SimTopology links;
    private final EventFilter filter;
    private final TopologyDocuments documents;
    private final TopologyOpaques opaques;
    private final TopologyDeletes deletes;
    private final TopologyWriters writers;

    /** A run of one shape; {@code telling} whether what happens is remembered. */
    TopologySimulation(long seed, TopologyShape shape, boolean telling) {
        this.seed = seed;
        world = new World(seed, telling);
        opaques = new TopologyOpaques(seed ^ 2);
        deletes = new TopologyDeletes(seed ^ 5, shape == TopologyShape.PAIR && !opaques.areWritten());
        documents = new TopologyDocuments(seed ^ 1, shape.hides() && !opaques.areWritten() && !deletes.areMade());
        policy = shape == TopologyShape.PAIR ? Policy.drawn(world) : Policy.MARK;
        streams = world.between(1, 8);
        int maxLatency = world.between(0, 60);
        int window = world.between(1, 16);
        var limits = new LinkSpec.Limits(
                world.between(64, 400),
                1 << 20,
                10_000,
                world.between(1, 12),
                1 << 20,
                world.between(1, 5),
                world.between(1, 2 * streams),
                world.between(1, 60),
                world.between(50, 3_000),
                30_000,
                60_000,
                100_000,
                0);
        int drop = world.chance(0.6) ? 0 : world.between(1, 100);
        filter = drop == 0
                ? EventFilter.everything()
                : EventFilter.types(
                        NamePattern.custom("t" + drop, type -> Math.floorMod(type.hashCode(), 100) >= drop));
        links = new SimTopology(
                shape.loop(),
                policy.decides(),
                false,
                opaques.areWritten(),
                deletes.areMade(),
                filter,
                limits,
                maxLatency,
                window);
        for (int i = 0; i < shape.databases; i++) {
            this.databases.add(new SimDatabase(world, documents.clock()));
        }
        writers = new TopologyWriters(world, ~seed, databases, streams, documents, opaques, deletes);
        for (int from = 0; from < shape.databases; from++) {
            for (int to = 0; to < shape.databases; to++) {
                if (shape.links(from, to)) {
                    lines.add(new Line(from, to, world.chance(0.5) ? new SimCheckpoints(world) : null));
                }
            }
        }
    }

    /** The same with databases that tell a stream's head later than the events that they found. */
    TopologySimulation withLateHeads() {
        databases.forEach(database -> database.weather.tellsHeadsLate = true);
        return this;
    }

    /** Each begins with the one before. */
    static String name(int database) {
        return "db-1" + "0".repeat(database);
    }

    /** Runs to the end; throws what is wrong. */
    void run() {
        try {
            for (int i = world.between(0, 60); i > 0; i--) {
                writers.write();
            }
            lines.forEach(this::start);
            planTrouble();
            world.advanceTo(TROUBLE_MILLIS);
            calm();
            awaitQuiet();
            new TopologyPromise(databases, filter, policy, documents, opaques, deletes).check(streams);
            if (!deletes.areMade()) {
                documents.check(streams, databases);
            }
        } catch (AssertionError failed) {
            var named = Pattern.compile("s-[0-9]+").matcher(String.valueOf(failed.getMessage()));
            throw new AssertionError(
                    failed.getMessage() + "\n" + this + "\n"
                            + world.storyOf(named.find() ? named.group() : "s-none", 400),
                    failed);
        }
    }

    private void start(Line line) {
        SimLink link = links.link(world, side(line.from), side(line.to), Transform.none(), line.store);
        line.runs.add(link);
        link.start();
    }

    private Side side(int database) {
        return new Side(name(database), databases.get(database));
    }

    // what goes wrong

    private void planTrouble() {
        repeat(world.between(20, 800), () -> {
            writers.write();
            databases.forEach(SimDatabase::changed);
        });
        if (world.chance(0.5)) {
            databases.forEach(database ->
                    database.weather.moods(world.random.nextDouble() * 0.1, world.random.nextDouble() * 0.1));
        }
        repeat(world.between(300, 20_000), () -> trouble(lines.get(world.random.nextInt(lines.size()))));
    }

    private void repeat(int every, Runnable action) {
        world.in(1 + world.random.nextInt(2 * every), () -> {
            if (world.now() < TROUBLE_MILLIS) {
                action.run();
                repeat(every, action);
            }
        });
    }

    private void trouble(Line line) {
        SimLink link = line.link();
        String of = name(line.from) + "-to-" + name(line.to) + ": ";
        switch (world.random.nextInt(9)) {
            case 0, 1 -> {
                world.tell(() -> of + "the destination's connection is cut");
                link.destination.cut(Failure.Kind.UNAVAILABLE);
            }
            case 2 -> {
                world.tell(() -> of + "the origin's connection is cut");
                link.origin.cut(Failure.Kind.UNAVAILABLE);
            }
            case 3 -> {
                world.tell(() -> of + "the subscription stalls");
                link.origin.stall();
            }
            case 4, 5 -> {
                world.tell(() -> of + "killed");
                link.kill();
                start(line);
            }
            case 6 -> {
                world.tell(() -> of + "killed, its checkpoint set back");
                link.kill();
                if (line.store != null) {
                    line.store.setBack();
                }
                start(line);
            }
            case 7 -> {
                world.tell(() -> of + "a second copy is started");
                start(line);
            }
            default -> isolate(world.random.nextInt(databases.size()));
        }
    }

    /** Nobody reaches one database for a while. */
    private void isolate(int database) {
        world.tell(() -> name(database) + " cannot be reached");
        databases.get(database).weather.refusesUntil = world.now() + world.between(100, 15_000);
        for (Line line : lines) {
            if (line.to == database) {
                line.link().destination.cut(Failure.Kind.UNAVAILABLE);
            } else if (line.from == database) {
                line.link().origin.cut(Failure.Kind.UNAVAILABLE);
            }
        }
    }

    private void calm() {
        databases.forEach(database -> database.weather.clear());
        world.tell(() -> "calm");
    }

    // until nothing happens any more

    private void awaitQuiet() {
        long deadline = world.now() + MOST_MILLIS;
        long events = -1;
        while (true) {
            lines.forEach(this::tellWhenCaughtUp);
            while (!lines.stream().allMatch(line -> line.link().isCaughtUp())) {
                lines.forEach(this::survivor);
                if (world.now() > deadline) {
                    throw new AssertionError("nothing moves any more");
                }
                world.advanceTo(world.now() + 500);
            }
            world.advanceTo(world.now() + QUIET_MILLIS);
            long now = databases.stream().mapToLong(this::eventsOf).sum();
            if (now == events) {
                return;
            }
            events = now;
            if (world.now() > deadline) {
                throw new AssertionError("it never becomes quiet");
            }
        }
    }

    private void tellWhenCaughtUp(Line line) {
        survivor(line);
        line.link().tellWhenCaughtUp();
    }

    /** Of copies started at once any may win; the others end as fenced. */
    private void survivor(Line line) {
        SimLink link = line.link();
        if (!link.isOver()) {
            return;
        }
        LinkStoppedException verdict = link.verdict();
        if (verdict == null || verdict.reason() != StopReason.FENCED) {
            throw new AssertionError("a link is over: " + verdict);
        }
        line.runs.removeIf(SimLink::isOver);
        if (line.runs.isEmpty()) {
            throw new AssertionError("all copies of a link are fenced");
        }
        line.link().tellWhenCaughtUp();
    }

    private long eventsOf(SimDatabase database) {
        return database.all().stream()
                .filter(event ->
                        event.stream().startsWith("s-") || event.stream().startsWith("$$s-"))
                .count();
    }

    @Override
    public String toString() {
        var text = new StringBuilder("seed " + seed + ", " + policy + ", " + streams + " streams, " + links);
        lines.forEach(line -> text.append("\n  ").append(line.link().core().status()));
        return text.toString();
    }

    static String text(RecordedEvent event) {
        return new String(event.data(), StandardCharsets.UTF_8);
    }
}
