package io.linker.internal.engine;

import io.linker.conflict.ConflictFact;
import io.linker.error.Failure;
import io.linker.error.LinkStoppedException;
import io.linker.event.OriginPosition;
import io.linker.event.Outcome;
import io.linker.event.ServerInfo;
import io.linker.event.SkipReason;
import io.linker.internal.flow.Agenda;
import io.linker.internal.flow.Throttle;
import io.linker.origin.OriginRead;
import io.linker.status.LinkStatus;
import io.linker.write.ReadAnswer;
import io.linker.write.WriteAnswer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One link as a state machine: what happens comes in by the methods below, from one thread; what is to be done goes out to
 * the {@code Origin} and {@code Destination} it was given. It owns no thread, no clock and no connection, so a simulation
 * can run it in virtual time.
 *
 * <p>Each method is a row of the table "input, and the part it concerns"; after each, {@link #proceed} lets the line move on.
 */
final class LinkCore {
    final Parts parts;
    private final Agenda agenda;
    private final Life life;
    private final Storm storm;
    private final StatusBoard board;
    private boolean started;
    private boolean subscribable;

    LinkCore(Parts.Wiring wiring) {
        this.agenda = wiring.agenda();
        this.parts = new Parts(wiring, new Outcomes());
        this.life = new Life(agenda, parts, wiring.spec(), wiring.listener());
        this.storm = new Storm(
                wiring.spec().limits().maxConflictsPerSecond(),
                ConflictFact.stream(wiring.spec().name()),
                agenda,
                life::pause);
        this.board = new StatusBoard(wiring.spec(), parts, life, agenda);
    }

    // commands

    void start() {
        life.starting();
        board.start();
        parts.destination.connector.start();
        parts.origin.connector.start();
    }

    void stop() {
        life.stopping();
        proceed();
    }

    void pause(boolean paused) {
        life.pause(paused);
        proceed();
    }

    /** Keeps what is asked of the origin and what is sent to a rate, from now on. */
    void limit(Throttle.Rate rate) {
        parts.reading.limit(rate);
        parts.sending.limit(rate);
    }

    /** Ends the link at once. */
    void failed(LinkStoppedException why) {
        life.failed(why);
    }

    /**
     * Runs {@code then} once everything of the origin up to {@code place} is done, unless that is {@code pointless} by then.
     *
     * @param place null for where the origin ends now
     */
    void whenApplied(@Nullable OriginPosition place, BooleanSupplier pointless, Runnable then) {
        life.whenApplied(place, pointless, then);
        proceed();
    }

    /** Tells the time, which must be done by {@link #nextDue} at the latest. */
    void tick(long millis) {
        agenda.advanceTo(millis);
        proceed();
    }

    long nextDue() {
        return agenda.nextDue();
    }

    // the origin

    void originConnected(long session, ServerInfo server) {
        if (parts.origin.connector.isCurrent(session)) {
            parts.origin.connector.connected(server);
            parts.origin.connected();
            if (parts.identity.areTwo()) {
                parts.identity.checkOrigin(parts.intake.witness(), () -> originReady(session));
            }
        }
    }

    private void originReady(long session) {
        if (parts.origin.connector.isCurrent(session)) {
            subscribable = true;
            if (life.isBegun()) {
                subscribe();
            } else {
                begin();
            }
        }
    }

    void subscribed(long session) {
        if (parts.origin.connector.isCurrent(session)) {
            parts.origin.subscribed();
            parts.watchdog.originSubscribed();
            parts.intake.resubscribed();
            life.subscribed();
            proceed();
        }
    }

    void arrived(long session, Outcome outcome) {
        if (parts.origin.connector.isCurrent(session) && life.takes(outcome.position())) {
            parts.watchdog.originMoved();
            Lane lane = parts.intake.arrived(outcome);
            LinkStoppedException mixed = lane == null ? null : parts.intake.mixedSources(lane);
            if (mixed != null) {
                life.failed(mixed);
            } else if (lane != null && !parts.spill.takes(lane)) {
                parts.admit(lane);
            }
        }
    }

    void passed(long session, OriginPosition position) {
        if (parts.origin.connector.isCurrent(session)) {
            parts.watchdog.originMoved();
            parts.intake.passed(position);
            life.passed(position);
        }
    }

    void caughtUp(long session) {
        if (parts.origin.connector.isCurrent(session)) {
            parts.watchdog.originMoved();
            parts.intake.passed();
            life.caughtUp();
        }
    }

    void originEnded(long session, Failure why) {
        if (parts.origin.connector.isCurrent(session)) {
            subscribable = false;
            life.originLost();
            parts.origin.lost(why);
            proceed();
        }
    }

    void originAnswered(long session, long request, OriginRead.Answer answer) {
        if (parts.origin.connector.isCurrent(session)) {
            parts.origin.answered(request, answer);
            proceed();
        }
    }

    // the destination

    void destinationConnected(long session, ServerInfo server) {
        if (parts.destination.connector.isCurrent(session)) {
            parts.destination.connector.connected(server);
            parts.destination.connected();
            parts.watchdog.destinationConnected();
            if (parts.identity.areTwo()) {
                parts.identity.checkDestination(parts.witnesses(), this::begin);
            }
        }
    }

    void destinationEnded(long session, Failure why) {
        if (parts.destination.connector.isCurrent(session)) {
            parts.destination.lost(why);
            proceed();
        }
    }

    void written(long session, long id, WriteAnswer answer) {
        if (parts.destination.connector.isCurrent(session)) {
            parts.destination.written(id, answer);
        }
    }

    void destinationAnswered(long session, long id, ReadAnswer answer) {
        if (parts.destination.connector.isCurrent(session)) {
            parts.destination.answered(id, answer);
        }
    }

    // the line

    /** Both ends are there for the first time: find the place to begin, and claim the link. */
    private void begin() {
        if (!started && subscribable && parts.destination.isOpen()) {
            started = true;
            parts.start.begin(point -> {
                parts.intake.startAt(point.position(), point.witness());
                parts.parking.recall(() -> life.begun(this::subscribe));
            });
        }
    }

    private void subscribe() {
        if (subscribable && life.follows()) {
            parts.origin.subscribe(parts.intake.highest());
        }
    }

    /** Lets everything move that can; to be called after each input, or after a run of inputs. */
    void proceed() {
        if (life.isOver()) {
            return;
        }
        if (life.sends()) {
            parts.spill.refill();
            parts.openLanes();
            parts.sender.fill();
        }
        if (life.takesMore() && parts.origin.isSubscribed()) {
            int more = parts.intake.ask();
            if (more > 0) {
                parts.origin.request(more);
            }
        }
        life.review();
    }

    LinkStatus status() {
        return board.status();
    }

    boolean isOver() {
        return life.isOver();
    }

    /** What the parts say of events and of the link. */
    private final class Outcomes implements Progress {
        @Override
        public void delivered(Pending event) {
            parts.denials.done(event.change().lane());
            parts.intake.delivered(event);
            parts.keeper.done(parts.counters.read);
        }

        @Override
        public void skipped(Pending event, SkipReason reason) {
            parts.denials.done(event.change().lane());
            parts.intake.skipped(event, reason);
        }

        @Override
        public void parked(Pending event) {
            parts.intake.parked(event);
        }

        @Override
        public void refused(Lane lane, Pending event, WriteAnswer answer) {
            parts.refusals.refused(lane, event, answer);
        }

        @Override
        public void destinationTombstoned(Lane lane) {
            parts.endings.destinationTombstoned(lane);
        }

        @Override
        public void conflict(Pending event) {
            parts.counters.conflicts++;
            storm.conflict(event);
        }

        @Override
        public void stop(LinkStoppedException why) {
            life.failed(why);
        }
    }
}
