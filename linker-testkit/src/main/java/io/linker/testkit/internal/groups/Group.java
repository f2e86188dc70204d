package io.linker.testkit.internal.groups;

import io.linker.testkit.internal.groups.GroupSource.SourceFault;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A persistent subscription group. It has no thread: one thread at a time calls it when a consumer speaks, when
 * something was written, and once a second.
 *
 * <p>Per event: source, waiting, outstanding, then acknowledged, skipped or parked; the checkpoint follows the oldest
 * event that is not there yet.
 */
final class Group {
    private static final Logger LOG = LoggerFactory.getLogger(Group.class);
    /** Pages read in one go; a filter that lets little through must not keep the other groups waiting. */
    private static final int PAGES_AT_ONCE = 10;

    private final GroupDefinition definition;
    private final GroupSource source;
    private final GroupStore store;
    private final Checkpoints checkpoints;
    private final Intake intake;
    private final Delivery delivery;
    private final Replay replay;
    private boolean faulted;

    /**
     * Opens a group where its checkpoint, or else its definition, says.
     *
     * @param clock milliseconds of any origin that never go back
     */
    Group(GroupDefinition definition, GroupSource source, GroupStore store, LongSupplier clock) {
        GroupSettings settings = definition.settings();
        Waiting waiting = new Waiting();
        this.definition = definition;
        this.source = source;
        this.store = store;
        this.checkpoints = new Checkpoints(settings, store, clock);
        this.intake = new Intake(settings, source, waiting, checkpoints.progress());
        this.delivery = new Delivery(settings, store, waiting, checkpoints.progress(), clock);
        this.replay = new Replay(settings, store, waiting);
        begin(checkpoints.loaded());
    }

    private void begin(OptionalLong checkpoint) {
        try {
            intake.begin(checkpoint.isPresent() ? checkpoint.getAsLong() + 1 : source.begin(definition.start()));
        } catch (SourceFault e) {
            fault(e);
        }
    }

    /** Reads what there is to read and delivers it; returns whether it should be called again soon, to read more. */
    boolean proceed() {
        return proceed(false);
    }

    private boolean proceed(boolean tick) {
        boolean more = true;
        for (int page = 0; more && page < PAGES_AT_ONCE; page++) {
            delivery.push(); // first, because it makes room
            boolean moreParked = replay.takePage();
            more = readPage() || moreParked;
        }
        delivery.push();
        checkpoints.consider(tick);
        return more;
    }

    private boolean readPage() {
        try {
            return !faulted && intake.readPage();
        } catch (SourceFault e) {
            fault(e);
            return false;
        }
    }

    private void fault(SourceFault cause) {
        LOG.warn("Group {} cannot go on and drops its consumers: {}", definition.id(), cause.getMessage());
        faulted = true;
        delivery.dropConsumers();
    }

    GroupDefinition definition() {
        return definition;
    }

    boolean hasPlaceForConsumer() {
        return definition.settings().allowsAnotherConsumer(delivery.consumerCount());
    }

    /**
     * Lets a consumer in; the caller has asked {@link #hasPlaceForConsumer} before.
     *
     * @param capacity most events this consumer holds unanswered
     */
    Consumer connect(Outlet outlet, ConsumerName consumerName, int capacity) {
        Consumer consumer = new Consumer(
                outlet, consumerName, capacity, definition.settings().extraStatistics());
        delivery.connect(consumer);
        if (faulted) {
            delivery.dropConsumers();
        }
        return consumer;
    }

    void disconnect(Consumer consumer) {
        if (delivery.disconnect(consumer)) {
            delivery.push();
        }
    }

    boolean ack(List<UUID> ids) {
        delivery.ack(ids);
        return proceed(false);
    }

    boolean nack(NackAction action, List<UUID> ids, String reason) {
        delivery.nack(action, ids, reason);
        return proceed(false);
    }

    /** To be called once a second: time-outs and checkpoints by time. */
    boolean tick() {
        delivery.expire();
        return proceed(true);
    }

    /** Delivers parked events again, up to the one with revision {@code stopAt} in the parked stream, which stays. */
    boolean replayParked(OptionalLong stopAt) {
        replay.begin(stopAt);
        return proceed(false);
    }

    /** Ends the calls of all consumers; the group is not used afterwards. */
    void shutdown() {
        delivery.dropConsumers();
    }

    void delete() {
        shutdown();
        store.delete();
    }

    /** Also starts a new measurement of the rates. */
    GroupStatistics statistics() {
        return new GroupStatistics(
                definition,
                status(),
                textOf(intake.lastKnown()),
                textOf(checkpoints.last()),
                Math.max(0, store.parkedEnd() - store.parkedStart()),
                delivery.measure());
    }

    /** The flags that hold, in the server's order. */
    private String status() {
        if (replay.isRunning()) {
            return intake.isLive() ? "ReplayingParkedMessages, Live" : "Behind, ReplayingParkedMessages";
        }
        return intake.isLive() ? "Live" : "Behind";
    }

    private String textOf(long position) {
        return position == Progress.NONE ? "" : source.positions().format(position);
    }
}
