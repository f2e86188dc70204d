package io.linker.internal.engine;

import io.linker.checkpoint.Checkpoint;
import io.linker.checkpoint.Witness;
import io.linker.error.Failure;
import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.OriginEvent;
import io.linker.event.SkipReason;
import io.linker.internal.flow.Agenda;
import io.linker.internal.flow.Backoff;
import io.linker.internal.flow.SendWindow;
import io.linker.internal.flow.Throttle;
import io.linker.origin.Origin;
import io.linker.write.Destination;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a link, put together:
 *
 * <pre>
 *   origin -> (filter, transform: before the engine) -> intake -> lanes -> sender -> destination -> keeper
 * </pre>
 */
final class Parts {
    private static final long MIN_RECONNECT_MILLIS = 100;
    private static final long MAX_RECONNECT_MILLIS = 30_000;
    private static final long MIN_DENIED_MILLIS = 1_000;
    private static final long MIN_RETRY_MILLIS = 20;
    private static final long MAX_RETRY_MILLIS = 2_000;

    /**
     * What a link is made of and with.
     *
     * @param checkpoints where each share of the link keeps its own, by its name; null for streams in the destination
     * @param listener hears of changes of state
     */
    record Wiring(
            LinkSpec spec,
            Origin origin,
            Destination destination,
            Signals signals,
            @Nullable Function<String, Checkpoints> checkpoints,
            Marks marks,
            SendWindow window,
            Agenda agenda,
            Clock clock,
            RandomGenerator random,
            Life.Listener listener) {}

    /** Makes the listeners that a session's signals go to. */
    interface Signals {
        /** Starts a session at the origin. */
        void connectOrigin(long session);

        /** Starts a session at the destination. */
        void connectDestination(long session);

        /** The event that the filter and the transform are busy with now; null for none. */
        default @Nullable OriginEvent inPreparation() {
            return null;
        }
    }

    final OriginEnd origin;
    final Intake intake;
    final Lanes lanes;
    final Sender sender;
    final DestinationEnd destination;
    final CheckpointKeeper keeper;

    final Reconciler reconciler;
    final Parking parking;
    final Denials denials;
    final Refusals refusals;
    final Endings endings;
    final Identity identity;
    final Split split;
    final Start start;
    final Watchdog watchdog;
    final Spill spill;
    final Buffer buffer;
    final Throttle reading;
    final Throttle sending;
    final Counters counters = new Counters();

    Parts(Wiring wiring, Progress progress) {
        LinkSpec spec = wiring.spec();
        LinkSpec.Limits limits = spec.limits();
        Agenda agenda = wiring.agenda();
        var ids = new Ids();
        this.reading = new Throttle(agenda);
        this.sending = new Throttle(agenda);
        this.origin = new OriginEnd(
                wiring.origin(),
                connector(ids, wiring, wiring.signals()::connectOrigin, progress),
                ids,
                agenda,
                retries(wiring));
        this.destination = new DestinationEnd(
                wiring.destination(),
                connector(ids, wiring, wiring.signals()::connectDestination, progress),
                ids,
                agenda,
                wiring.window(),
                sending,
                () -> retries(wiring));
        this.buffer = new Buffer(limits.maxBufferedEvents(), limits.maxBufferedBytes(), reading);
        boolean pipelines = spec.rules().exclusive() && spec.rules().deleted() == LinkSpec.Deleted.RECREATE;
        this.lanes = new Lanes(limits.maxLanes(), pipelines ? limits.maxUnansweredPerLane() : 1);
        this.intake = new Intake(lanes, buffer, counters, limits.maxSpan(), spec.beginning());
        this.parking = new Parking(spec.name(), destination, progress::stop);
        var removals = new Removals(spec.without(parking::holds), destination, origin, lanes, wiring.marks(), progress);
        List<Guard> guards = guards(wiring, removals, progress);
        this.reconciler = reconciler(spec.without(parking::holds), wiring.marks(), removals, progress);
        var truncation = new Truncation(spec, destination, origin, wiring.marks());
        var documents = new MetadataWrites(spec, destination, lanes, wiring.marks(), truncation, reconciler, progress);
        var deletes = new Deletes(spec, destination, origin, documents, wiring.marks());
        var inLoop = new LoopDeletes(spec, destination, origin, documents, wiring.marks());
        var barriers = new Barriers(deletes, inLoop, documents, destination, lanes, progress);
        var diversion = new Diversion(destination, wiring.marks(), progress::stop);
        var facts = new Facts(spec.name(), limits.maxFacts(), destination, progress::stop);
        var conflicts = new Conflicts(spec, wiring.marks(), lanes, diversion, parking, facts, progress);
        this.sender = new Sender(spec, destination, lanes, guards, conflicts, barriers, reconciler, progress, agenda);
        this.denials = new Denials(agenda, () -> new Backoff(MIN_DENIED_MILLIS, MAX_RECONNECT_MILLIS, wiring.random()));
        this.refusals = new Refusals(spec, parking, denials, reconciler, progress);
        this.endings = new Endings(spec.rules().loop(), origin, lanes, progress);
        this.identity = new Identity(spec, destination, origin, progress::stop);
        Function<String, Checkpoints> checkpoints = wiring.checkpoints() != null
                ? wiring.checkpoints()
                : name -> new StreamCheckpoints(name, destination, agenda, progress::stop);
        Checkpoints own = checkpoints.apply(spec.shareName());
        this.keeper = new CheckpointKeeper(spec, own, agenda, () -> checkpoint(wiring), progress);
        this.split = new Split(spec, own, checkpoints, agenda, progress::stop);
        this.start = new Start(spec, keeper, split, identity, origin, counters, progress::stop);
        this.spill = new Spill(spec, this, agenda, progress);
        this.watchdog = new Watchdog(
                agenda, limits.stallMillis(), origin, destination, intake, wiring.signals()::inPreparation);
    }

    /** Those that the link's rules call for; each is asked about each event. */
    private List<Guard> guards(Wiring wiring, Removals removals, Progress progress) {
        LinkSpec spec = wiring.spec();
        var guards = new ArrayList<Guard>();
        if (spec.rules().deleted() != LinkSpec.Deleted.RECREATE) {
            guards.add(removals);
        }
        if (spec.rules().heals()) {
            guards.add(new Healing(spec, destination, lanes, wiring.marks(), progress));
        }
        if (spec.rules().looksUp()) {
            guards.add(new Lookups(spec, destination, lanes, wiring.marks(), progress));
        }
        return guards;
    }

    private Reconciler reconciler(LinkSpec spec, Marks marks, Removals removals, Progress progress) {
        Reconciler.TailSearch search = spec.rules().byIds()
                ? new IdSearch(spec, destination, origin, progress)
                : new ProvenanceSearch(spec, destination, origin, marks);
        var hidden = new HiddenSearch(spec, destination, origin, removals, progress);
        var inLoop = new HiddenRead(destination, search, marks);
        return new Reconciler(spec, destination, lanes, search, hidden, inLoop, marks, progress);
    }

    private static Connector connector(Ids ids, Wiring wiring, LongConsumer connect, Progress progress) {
        return new Connector(
                ids,
                wiring.agenda(),
                new Backoff(MIN_RECONNECT_MILLIS, MAX_RECONNECT_MILLIS, wiring.random()),
                connect,
                failure -> progress.stop(hopeless(failure)),
                wiring.spec().keepTrying());
    }

    private static Backoff retries(Wiring wiring) {
        return new Backoff(MIN_RETRY_MILLIS, MAX_RETRY_MILLIS, wiring.random());
    }

    /** A failure that no waiting heals, as the verdict that stops the link. */
    static LinkStoppedException hopeless(Failure failure) {
        StopReason reason = switch (failure.kind()) {
            case AUTHENTICATION -> StopReason.AUTHENTICATION;
            case ACCESS_DENIED -> StopReason.ACCESS_DENIED;
            case TLS -> StopReason.TLS;
            case UNSUPPORTED -> StopReason.UNSUPPORTED;
            case INVALID_POSITION, STREAM_DELETED -> StopReason.ORIGIN_CHANGED;
            default -> StopReason.NOT_CONNECTED;
        };
        return new LinkStoppedException(reason, failure.message(), failure.cause());
    }

    private Checkpoint checkpoint(Wiring wiring) {
        LinkSpec spec = wiring.spec();
        return new Checkpoint(
                spec.shareName(),
                intake.lowWater(),
                0,
                spec.instance(),
                wiring.clock().instant(),
                counters.toMap(),
                intake.witness(),
                wiring.checkpoints() == null ? null : sender.confirmedLast(),
                spec.filterFingerprint(),
                spec.share());
    }

    /** Events that the destination has confirmed, so that it must have them. */
    List<Witness> witnesses() {
        Witness newest = sender.confirmedLast();
        return Stream.concat(Stream.ofNullable(newest), keeper.witnesses().stream())
                .toList();
    }

    /** A lane has something new waiting. */
    void admit(Lane lane) {
        endings.admit(lane);
        Pending newest = lane.waiting.peekLast();
        if (newest != null && parking.holds(newest.origin().event())) {
            lane.waiting.removeLast();
            intake.skipped(newest, SkipReason.PARKED);
        } else {
            reconciler.admit(lane);
        }
        lanes.refresh(lane);
    }

    /** Gets lanes ready that have something waiting and are not known. */
    void openLanes() {
        for (Lane lane = lanes.nextToOpen(); lane != null; lane = lanes.nextToOpen()) {
            if (lane.phase == Lane.Phase.CLOSED && !lane.waiting.isEmpty()) {
                reconciler.open(lane);
            }
        }
    }
}
