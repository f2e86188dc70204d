package io.linker;

import io.linker.checkpoint.CheckpointStore;
import io.linker.error.DatabaseException;
import io.linker.error.InvalidConnectionException;
import io.linker.esdb.EsdbLink;
import io.linker.filter.EventFilter;
import io.linker.internal.engine.LinkAssembly;
import io.linker.internal.engine.LinkRunner;
import io.linker.internal.engine.ProvenanceMarks;
import io.linker.internal.prepare.Preparation;
import io.linker.internal.prepare.VerificationRules;
import io.linker.origin.Origin;
import io.linker.origin.OriginSource;
import io.linker.status.LinkStatus;
import io.linker.transform.Transform;
import io.linker.verify.Report;
import io.linker.verify.Verification;
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
    private Transform transform = Transform.none();
    private @Nullable CheckpointStore checkpoints;
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

    /**
     * Compares what the two databases hold now, knowing what this link makes of the origin's events. Reads both from the
     * beginning, in bounded memory, over connections of its own; writes nothing. A link under way need not be stopped, but what
     * it has not copied yet is told as lost.
     *
     * @throws DatabaseException if one of the databases cannot be read
     * @throws IllegalStateException if origin or destination is missing
     */
    public Report compare() {
        LinkDefinition link = define();
        return Verification.compare(
                EsdbLink.history(from().connection(), link.source(), link.name() + "-origin"),
                EsdbLink.history(to().connection(), new OriginSource.All(null), link.name() + "-destination"),
                new VerificationRules(link.preparation(), !settings.delivery().exclusive()));
    }

    /** This link as one of several. */
    TopologyLink inTopology() {
        LinkDefinition link = define();
        String selects = source == null ? filter.fingerprint() : filter.fingerprint() + " of " + source;
        return new TopologyLink(link.name(), from().connection(), to().connection(), settings.delivery(), selects);
    }

    /** Gives the link its place among others. */
    void place(Settings.Loop loop) {
        settings = settings.in(loop);
    }

    /** What a service is made of: its engine, and what gives its threads and sockets back, within a bound for each end. */
    record Made(LinkRunner runner, Consumer<Duration> release) {}

    // origin -> filter -> transform -> plan -> write -> checkpoint
    Made make() {
        LinkDefinition link = define();
        ExecutorService prepareThread = thread(link.name() + "-prepare");
        ExecutorService storeThread = thread(link.name() + "-checkpoint");

        Origin reads = EsdbLink.origin(from().connection(), link.source(), prepareThread, link.name());
        var prepares = new Preparation(link.preparation());
        Destination writes =
                EsdbLink.destination(to().connection(), settings.flow().connections(), link.name());
        var marks = new ProvenanceMarks(link.origin());
        var assembly = new LinkAssembly(
                link.spec(),
                reads,
                prepares::prepare,
                writes,
                marks,
                checkpoints,
                storeThread,
                link.window(),
                clock,
                () -> System.nanoTime() / 1_000_000);

        var runner = new LinkRunner(assembly, listener);
        runner.limit(LinkDefinition.rate(settings.limits()));
        return new Made(runner, bound -> {
            reads.close(bound);
            writes.close(bound);
            prepareThread.shutdownNow();
            storeThread.shutdownNow();
        });
    }

    private LinkDefinition define() {
        return new LinkDefinition(
                name != null ? name : from().name() + "-to-" + to().name(),
                from().name(),
                to().name(),
                settings,
                source != null ? source : new OriginSource.All(filter.pushDown()),
                filter,
                transform);
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
