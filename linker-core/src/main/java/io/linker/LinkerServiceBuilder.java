package io.linker;

import io.linker.checkpoint.CheckpointStore;
import io.linker.checkpoint.Share;
import io.linker.error.DatabaseException;
import io.linker.error.InvalidConnectionException;
import io.linker.esdb.EsdbLink;
import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Outcome;
import io.linker.event.RecordedEvent;
import io.linker.filter.EventFilter;
import io.linker.internal.engine.LinkAssembly;
import io.linker.internal.engine.LinkRunner;
import io.linker.internal.engine.LinkSpec;
import io.linker.internal.engine.ProvenanceMarks;
import io.linker.internal.flow.AdaptiveWindow;
import io.linker.internal.flow.SendWindow;
import io.linker.internal.flow.Throttle;
import io.linker.internal.prepare.Preparation;
import io.linker.internal.prepare.PreparationSettings;
import io.linker.internal.prepare.VerificationRules;
import io.linker.origin.Origin;
import io.linker.origin.OriginSource;
import io.linker.origin.StartFrom;
import io.linker.status.LinkStatus;
import io.linker.transform.Transform;
import io.linker.verify.Report;
import io.linker.verify.Verification;
import io.linker.write.Destination;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;
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
        LinkerConnectionBuilder from = required(origin, "origin");
        LinkerConnectionBuilder to = required(destination, "destination");
        LinkSpec spec = spec(from, to);
        return Verification.compare(
                EsdbLink.history(from.connection(), source(), spec.name() + "-origin"),
                EsdbLink.history(to.connection(), new OriginSource.All(null), spec.name() + "-destination"),
                new VerificationRules(preparation(from, to), !spec.exclusive()));
    }

    private OriginSource source() {
        return source != null ? source : new OriginSource.All(filter.pushDown());
    }

    /** What a service is made of: its engine, and what gives its threads and sockets back, within a bound for each end. */
    record Made(LinkRunner runner, Consumer<Duration> release) {}

    // origin -> filter -> transform -> plan -> write -> checkpoint
    Made make() {
        LinkerConnectionBuilder from = required(origin, "origin");
        LinkerConnectionBuilder to = required(destination, "destination");
        LinkSpec spec = spec(from, to);
        ExecutorService prepareThread = thread(spec.name() + "-prepare");
        ExecutorService storeThread = thread(spec.name() + "-checkpoint");

        Origin reads = EsdbLink.origin(from.connection(), source(), prepareThread, spec.name());
        var prepares = new Preparation(preparation(from, to));
        Destination writes =
                EsdbLink.destination(to.connection(), settings.flow().connections(), spec.name());
        var marks = new ProvenanceMarks(from.name());
        var assembly = new LinkAssembly(
                spec,
                reads,
                prepares::prepare,
                writes,
                marks,
                checkpoints,
                storeThread,
                window(settings.flow()),
                clock,
                () -> System.nanoTime() / 1_000_000);

        var runner = new LinkRunner(assembly, listener);
        runner.limit(rate(settings.limits()));
        return new Made(runner, bound -> {
            reads.close(bound);
            writes.close(bound);
            prepareThread.shutdownNow();
            storeThread.shutdownNow();
        });
    }

    private static SendWindow window(Settings.Flow flow) {
        var size = new SendWindow.Size(flow.maxUnanswered(), flow.maxBatchEvents(), flow.connections());
        return flow.adaptive()
                ? new AdaptiveWindow(size, flow.maxBufferedBytes())
                : SendWindow.fixed(size, flow.maxBufferedBytes());
    }

    static Throttle.Rate rate(Settings.Limits limits) {
        return new Throttle.Rate(limits.eventsPerSecond(), limits.bytesPerSecond());
    }

    private static LinkerConnectionBuilder required(@Nullable LinkerConnectionBuilder database, String which) {
        if (database == null) {
            throw new IllegalStateException("A link needs its " + which + ": call ." + which + "(…)");
        }
        return database;
    }

    private LinkSpec spec(LinkerConnectionBuilder from, LinkerConnectionBuilder to) {
        if (from.name().equals(to.name())) {
            throw new InvalidConnectionException("Origin and destination are both called '" + from.name()
                    + "'; every database needs a name of its own, provenance goes by it");
        }
        String link = name != null ? name : from.name() + "-to-" + to.name();
        if (!link.matches("[A-Za-z0-9._-]{1,200}")) {
            throw new InvalidConnectionException(
                    "A link cannot be called '" + link + "': use letters, digits, '.', '_' and '-'");
        }
        Settings.Delivery delivery = settings.delivery();
        return new LinkSpec(
                link,
                from.name(),
                to.name(),
                UUID.randomUUID(),
                delivery.exclusive(),
                delivery.provenance() == Settings.Provenance.NONE,
                LinkSpec.Loop.valueOf(delivery.loop().name()),
                delivery.onConflict(),
                delivery.onUndeliverable() == Settings.OnUndeliverable.PARK,
                delivery.omitProvenance(),
                filter.fingerprint(),
                Share.WHOLE,
                source == null ? new OriginSource.All(null).start() : source.start(),
                settings.startFrom(),
                settings.stopAt(),
                settings.connecting().keepTrying(),
                selects(from, to),
                limits());
    }

    /** Whether an event read beside the subscription would be written; asked on the engine's thread, so of a line of its own. */
    private Predicate<RecordedEvent> selects(LinkerConnectionBuilder from, LinkerConnectionBuilder to) {
        var line = new Preparation(preparation(from, to));
        OriginPosition anywhere = OriginPosition.All.START;
        return event -> line.prepare(new OriginEvent(event, anywhere)) instanceof Outcome.Deliver;
    }

    private LinkSpec.Limits limits() {
        LinkSpec.Limits defaults = LinkSpec.Limits.DEFAULTS;
        return new LinkSpec.Limits(
                settings.flow().maxBufferedEvents(),
                settings.flow().maxBufferedBytes(),
                defaults.maxSpan(),
                settings.flow().maxBatchEvents(),
                defaults.maxBatchBytes(),
                defaults.maxUnansweredPerLane(),
                defaults.maxLanes(),
                settings.checkpoints().everyEvents(),
                settings.checkpoints().every().toMillis(),
                settings.connecting().stall().toMillis(),
                settings.connecting().timeout().toMillis());
    }

    private PreparationSettings preparation(LinkerConnectionBuilder from, LinkerConnectionBuilder to) {
        Settings.Content content = settings.content();
        boolean extend = settings.delivery().provenance() == Settings.Provenance.EXTEND;
        Instant since = settings.startFrom() instanceof StartFrom.Time time ? time.since() : null;
        return new PreparationSettings(
                from.name(),
                to.name(),
                filter,
                transform,
                new PreparationSettings.Trails(
                        extend,
                        settings.delivery().strictProvenance(),
                        settings.delivery().loop() != Settings.Loop.ONE_WAY,
                        settings.delivery().omitProvenance()),
                new PreparationSettings.Control(
                        documents(content.metadata()), true, content.deletes(), content.tombstones()),
                content.linkEvents(),
                since);
    }

    private static PreparationSettings.Documents documents(Settings.StreamMetadata how) {
        return switch (how) {
            case ALL -> PreparationSettings.Documents.ALL;
            case WITHOUT_ACCESS -> PreparationSettings.Documents.WITHOUT_ACCESS;
            case NONE -> PreparationSettings.Documents.NONE;
        };
    }

    private static ExecutorService thread(String job) {
        return Executors.newSingleThreadExecutor(task -> {
            var thread = new Thread(task, "linker-" + job);
            thread.setDaemon(true);
            return thread;
        });
    }
}
