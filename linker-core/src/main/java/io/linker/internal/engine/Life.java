package io.linker.internal.engine;

import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.OriginPosition;
import io.linker.internal.flow.Agenda;
import io.linker.origin.OriginRead;
import io.linker.origin.StopAt;
import io.linker.status.LinkState;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The life of one link: when it starts, what it still takes and sends, when it is where it was to be, how it ends. */
final class Life {
    /** Hears of the turns in a link's life. */
    interface Listener {
        /** Both ends are connected and the subscription is confirmed. */
        void running();

        /** The link is over; {@code why} is null where it was stopped or had reached its end. */
        void over(@Nullable LinkStoppedException why);
    }

    private static final long DRAIN_MILLIS = 10_000;

    private final Agenda agenda;
    private final Parts parts;
    private final LinkSpec spec;
    private final Listener listener;
    private final Obstacles obstacles;
    private final Waiters waiters;
    private LinkState state = LinkState.NEW;
    private @Nullable LinkStoppedException verdict;
    private @Nullable OriginPosition end;
    private boolean begun;
    private boolean running;
    private boolean atHead;
    private boolean paused;
    private String pausedBecause = "";
    private boolean reachedEnd;
    private boolean storing;

    Life(Agenda agenda, Parts parts, LinkSpec spec, Listener listener) {
        this.agenda = agenda;
        this.parts = parts;
        this.spec = spec;
        this.listener = listener;
        this.obstacles = new Obstacles(parts, agenda);
        this.waiters = new Waiters(agenda, parts.origin, parts.watchdog, refused -> failed(Parts.hopeless(refused)));
    }

    void starting() {
        state = LinkState.STARTING;
        if (!spec.keepTrying()) {
            agenda.in(spec.limits().connectMillis(), this::connectTimeOut);
        }
    }

    private void connectTimeOut() {
        if (state != LinkState.STARTING || running) {
            return;
        }
        LinkStoppedException waited = parts.split.waited();
        boolean connected = parts.origin.connector.isConnected() && parts.destination.connector.isConnected();
        if (waited != null && connected) {
            failed(waited); // the ends were reached, though late
        } else {
            String why = obstacles.all();
            failed(new LinkStoppedException(
                    StopReason.NOT_CONNECTED,
                    "The link did not start within " + spec.limits().connectMillis() / 1000 + " s"
                            + (why.isEmpty() ? "" : ": " + why),
                    obstacles.cause()));
        }
    }

    /** The place to begin is known and the link is claimed; {@code subscribe} runs once the place to end is known, too. */
    void begun(Runnable subscribe) {
        parts.watchdog.start();
        parts.spill.start();
        new StopPlace(parts.origin, spec.stopAt())
                .find(
                        place -> {
                            end = place;
                            begun = true;
                            subscribe.run();
                        },
                        refused -> failed(Parts.hopeless(refused)));
    }

    boolean isBegun() {
        return begun;
    }

    void subscribed() {
        if (!running) {
            running = true;
            state = LinkState.CATCHING_UP;
            listener.running();
        }
        passed(parts.intake.highest()); // where there is nothing up to the end, nothing comes that would tell
    }

    void caughtUp() {
        atHead = true;
        // Whatever the place to end is: a subscription that reached the head after it was told has passed it.
        reachedEnd |= spec.stopAt() instanceof StopAt.Head;
    }

    void originLost() {
        atHead = false;
    }

    /** Whether an event at this place is still to be copied; one behind the place to end is not. */
    boolean takes(OriginPosition position) {
        if (reachedEnd || state != LinkState.CATCHING_UP) {
            return false;
        }
        OriginPosition last = end;
        if (last != null && position.reaches(last)) {
            reachedEnd = true;
            // Of several streams one may be past its end before another is there; such events are copied, too.
            return position.equals(last) || !(position instanceof OriginPosition.All);
        }
        return true;
    }

    /** The origin's filter has considered everything up to here. */
    void passed(OriginPosition position) {
        OriginPosition last = end;
        reachedEnd |= last != null && position.reaches(last);
    }

    /** Whether there is something left to follow; a paused link keeps its subscription and asks for nothing. */
    boolean follows() {
        return !reachedEnd && (state == LinkState.STARTING || state == LinkState.CATCHING_UP);
    }

    /** Whether the origin may send more. */
    boolean takesMore() {
        return !paused && follows();
    }

    boolean sends() {
        return !paused && state == LinkState.CATCHING_UP;
    }

    void pause(boolean now) {
        paused = now;
        pausedBecause = "";
    }

    /** Pauses the link by itself, until it is told to go on. */
    void pause(String why) {
        paused = true;
        pausedBecause = why;
    }

    /** Runs {@code then} once everything up to {@code place} is done; null for where the origin ends now. */
    void whenApplied(@Nullable OriginPosition place, BooleanSupplier pointless, Runnable then) {
        waiters.add(place, pointless, then, parts.intake.lowWater());
    }

    /** Looks whether something is reached: the head, the end, quiet. */
    void review() {
        if (reachedEnd && parts.intake.isEmpty() && state == LinkState.CATCHING_UP) {
            stopping();
        }
        if (!waiters.isEmpty() && waiters.tell(parts.intake.lowWater())) {
            atHead |= parts.intake.isEmpty() && isAtKnownHead();
        }
        if (state == LinkState.STOPPING && parts.destination.isQuiet() && !storing) {
            storing = true;
            parts.keeper.storeLast(this::stopped);
        }
    }

    private boolean isAtKnownHead() {
        OriginRead.Answer.Head head = parts.watchdog.head();
        return head != null && parts.intake.lowWater().reaches(head.position());
    }

    void stopping() {
        if (state.isOver() || state == LinkState.STOPPING) {
            return;
        }
        if (!begun) {
            stopped();
            return;
        }
        state = LinkState.STOPPING;
        parts.origin.stop();
        agenda.in(DRAIN_MILLIS, this::stopped);
    }

    private void stopped() {
        over(LinkState.STOPPED, null);
    }

    void failed(LinkStoppedException why) {
        over(LinkState.FAILED, why);
    }

    private void over(LinkState last, @Nullable LinkStoppedException why) {
        if (!state.isOver()) {
            state = last;
            verdict = why;
            parts.origin.stop();
            parts.destination.stop();
            listener.over(why);
        }
    }

    boolean isOver() {
        return state.isOver();
    }

    /** The state as a user sees it, with what stands in the way. */
    LinkState state() {
        if (state != LinkState.CATCHING_UP) {
            return state;
        }
        if (paused) {
            return LinkState.PAUSED;
        }
        if (!reason().isEmpty()) {
            return LinkState.RETRYING;
        }
        return atHead ? LinkState.LIVE : LinkState.CATCHING_UP;
    }

    /** What stands in the way, in one sentence; empty for nothing. */
    String reason() {
        if (verdict != null) {
            return String.valueOf(verdict.getMessage());
        }
        return pausedBecause.isEmpty() ? obstacles.lasting() : pausedBecause;
    }
}
