package io.linker;

import io.linker.checkpoint.CheckpointStore;
import io.linker.checkpoint.Share;
import io.linker.conflict.ConflictLog;
import io.linker.error.DatabaseException;
import io.linker.error.InvalidConnectionException;
import io.linker.error.NotReachedException;
import io.linker.esdb.EsdbLink;
import io.linker.filter.EventFilter;
import io.linker.internal.engine.LinkAssembly;
import io.linker.internal.engine.LinkRunner;
import io.linker.internal.engine.ProvenanceMarks;
import io.linker.internal.prepare.Division;
import io.linker.internal.prepare.Preparation;
import io.linker.origin.Origin;
import io.linker.origin.OriginSource;
import io.linker.status.LinkStatus;
import io.linker.transform.Transform;
import io.linker.verify.Report;
import io.linker.write.Destination;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Builds a {@link LinkerService}. Origin and destination are required, everything else has a default. Not thread-safe. */
public final class LinkerServiceBuilder {
    private @Nullable LinkerConnectionBuilder origin;
    private @Nullable LinkerConnectionBuilder destination;
    private @Nullable String name;
    private Settings settings = Settings.defaults();
    private @Nullable OriginSource source;
    private EventFilter filter = EventFilter.everything();
    private @Nullable Transform transform;
    private @Nullable CheckpointStore checkpoints;
    private Share share = Share.WHOLE;
    private Consumer<LinkStatus> listener = status -> {};
    private Clock clock = Clock.systemUTC();

    LinkerServiceBuilder() {}

    /** The database to read. */
    public LinkerServiceBuilder origin(LinkerConnectionBuilder database) {
        origin = database;
        return this;
    }

    /** The database to write. */
    public LinkerServiceBuilder destination(LinkerConnectionBuilder database) {
        destination = database;
        return this;
    }

    /**
     * The link's name: its checkpoint goes by it, so two links need two. Letters, digits and {@code . _ -}; default
     * {@code <origin>-to-<destination>}.
     */
    public LinkerServiceBuilder name(String unique) {
        name = unique;
        return this;
    }

    /** How it works; default {@link Settings#defaults()}. */
    public LinkerServiceBuilder settings(Settings how) {
        settings = how;
        return this;
    }

    /**
     * What is read: {@code $all} (the default, needs the right to read it), single streams, or a category. Of the latter two
     * only events and tombstones arrive: soft deletes and stream metadata are told in other streams.
     */
    public LinkerServiceBuilder source(OriginSource what) {
        source = what;
        return this;
    }

    /** Which events; default all of user streams. */
    public LinkerServiceBuilder filter(EventFilter which) {
        filter = which;
        return this;
    }

    /** How events are rewritten; default not at all. */
    public LinkerServiceBuilder transform(Transform how) {
        transform = how;
        return this;
    }

    /** Where the position is kept; default in a stream of the destination, which is the safest place. */
    public LinkerServiceBuilder checkpoints(CheckpointStore store) {
        checkpoints = store;
        return this;
    }

    /**
     * Which part of the work this process does, where several do it together: n processes of one link with one name, origin,
     * destination, filter and transform, and the shares 0 to n - 1 of n. Each copies the streams that its share holds
     * ({@link Share#holds}), and counts the others' as {@code OTHER_SHARE}. Default all.
     *
     * <p>Share 0 decides: another number of shares begins when share 0 of it starts, at the lowest place of the shares before.
     * Those end as fenced within seconds, and the other new ones, which wait for it for half of the connection's time-out,
     * go on. With a {@link #checkpoints} store of your own, all shares use the same.
     *
     * @param index which part, from 0
     * @param of how many parts there are
     * @throws IllegalArgumentException if there is no such share
     */
    public LinkerServiceBuilder share(int index, int of) {
        share = new Share(index, of);
        return this;
    }

    /**
     * Hears of every change of state and of its reason. Called on the link's thread: must return quickly, and must not wait for
     * the link. {@link LinkerService#close} may be called: here it does not wait. What it throws is logged.
     */
    public LinkerServiceBuilder onChange(Consumer<LinkStatus> hears) {
        listener = hears;
        return this;
    }

    /** The wall clock for times in checkpoints; default the system's. */
    public LinkerServiceBuilder clock(Clock wall) {
        clock = wall;
        return this;
    }

    /**
     * The link, not started.
     *
     * @throws IllegalStateException if origin or destination is missing
     * @throws InvalidConnectionException if both have one name
     */
    public LinkerService build() {
        return new LinkerService(this);
    }

    /** Compares what the two databases hold now, with {@link ComparisonOptions#defaults()}. */
    public Report compare() {
        return compare(ComparisonOptions.defaults());
    }

    /**
     * Compares what the two databases hold, knowing what this link makes of the origin's events, all shares of it. Reads both from
     * the beginning, in bounded memory, over connections of its own; writes nothing. The link may be running, here or elsewhere:
     * what is written meanwhile is neither lost nor extra.
     *
     * @throws DatabaseException if one of the databases cannot be read, or the thread is interrupted
     * @throws NotReachedException if the link's checkpoint was not where it was waited for
     * @throws IllegalStateException if origin or destination is missing
     * @throws IllegalArgumentException if the link begins at its origin's end: nobody knows any more where that was
     */
    public Report compare(ComparisonOptions options) {
        return upkeep().comparison().run(options);
    }

    /**
     * The conflicts that this link recorded, and what can be done about them; over connections of its own, to be closed.
     *
     * @throws IllegalStateException if origin or destination is missing
     */
    public ConflictLog conflicts() {
        return upkeep().conflicts();
    }

    /** What is done about this link by who does not run it. */
    LinkUpkeep upkeep() {
        return new LinkUpkeep(define(), from(), to(), share, checkpoints, transform != null);
    }

    /** This link as one of several. */
    TopologyLink inTopology() {
        LinkDefinition link = define();
        String selects = source == null ? filter.fingerprint() : filter.fingerprint() + " of " + source;
        return new TopologyLink(
                share.of(link.name()), from().connection(), to().connection(), settings.delivery(), selects);
    }

    /** Gives the link its place among others. */
    void place(Delivery.Loop loop) {
        settings = settings.in(loop);
    }

    /**
     * What a service is made of: its engine, what it reads, and what gives its threads and sockets back, within a bound for each
     * end.
     */
    record Made(LinkRunner runner, OriginSource source, Consumer<Duration> release) {}

    // origin -> filter -> transform -> plan -> write -> checkpoint
    Made make() {
        LinkDefinition link = define();
        String called = share.of(link.name());
        ExecutorService prepareThread = thread(called + "-prepare");
        ExecutorService storeThread = thread(called + "-checkpoint");

        Origin reads = EsdbLink.origin(from().connection(), link.source(), prepareThread, called);
        var line = new Preparation(link.preparation());
        Destination writes =
                EsdbLink.destination(to().connection(), settings.flow().connections(), called);
        var marks = new ProvenanceMarks(link.origin());
        var assembly = new LinkAssembly(
                link.spec(share),
                reads,
                Division.of(share, link.transform(), line::prepare),
                writes,
                marks,
                checkpoints,
                storeThread,
                link.window(),
                clock,
                () -> System.nanoTime() / 1_000_000);

        var runner = new LinkRunner(assembly, listener);
        runner.limit(LinkDefinition.rate(settings.limits()));
        return new Made(runner, link.source(), bound -> {
            reads.close(bound);
            writes.close(bound);
            prepareThread.shutdownNow();
            storeThread.shutdownNow();
        });
    }

    LinkDefinition define() {
        return new LinkDefinition(
                name != null ? name : from().name() + "-to-" + to().name(),
                from().name(),
                to().name(),
                settings,
                source != null ? source : new OriginSource.All(filter.pushDown()),
                filter,
                transform != null ? transform : Transform.none());
    }

    private LinkerConnectionBuilder from() {
        return required(origin, "origin");
    }

    private LinkerConnectionBuilder to() {
        return required(destination, "destination");
    }

    private static LinkerConnectionBuilder required(@Nullable LinkerConnectionBuilder database, String which) {
        if (database == null) {
            throw new IllegalStateException("A link needs its " + which + ": call ." + which + "(…)");
        }
        return database;
    }

    private static ExecutorService thread(String job) {
        return Executors.newSingleThreadExecutor(task -> {
            var thread = new Thread(task, "linker-" + job);
            thread.setDaemon(true);
            return thread;
        });
    }
}
