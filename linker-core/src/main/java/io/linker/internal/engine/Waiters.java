package io.linker.internal.engine;

import io.linker.error.Failure;
import io.linker.event.OriginPosition;
import io.linker.event.Position;
import io.linker.internal.flow.Agenda;
import io.linker.origin.OriginRead;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who waits until the origin is applied up to a place. What costs something is paid for all of them together: one question
 * about the origin's end is under way at a time, and of places in {@code $all} only the nearest is looked at.
 *
 * <p>The server's filter keeps events back, so the link may never hear of the very place. Once the origin's log reaches
 * beyond it, nothing can come before it any more, and the newest event that passes the filter then will do.
 */
final class Waiters {
    private static final long AGAIN_MILLIS = 500;
    private static final int FIRST_SWEEP = 64;

    /**
     * One who waits.
     *
     * @param place null for where the origin ends now
     * @param pointless whether nobody wants to know any more
     */
    private record Waiter(@Nullable OriginPosition place, BooleanSupplier pointless, Runnable then) {}

    /** Once the link is at {@code goal}, the waiter's place is applied. */
    private record Goal(OriginPosition goal, Waiter waiter) {
        /** Places in several streams are in no order. */
        private Position order() {
            return goal instanceof OriginPosition.All all ? all.position() : Position.START;
        }
    }

    private final Agenda agenda;
    private final OriginEnd origin;
    private final Watchdog watchdog;
    private final Consumer<Failure> refused;
    private final Queue<Goal> goals = new PriorityQueue<>(Comparator.comparing(Goal::order));
    private List<Waiter> toAsk = new ArrayList<>();
    private int sweepAt = FIRST_SWEEP;
    private boolean asking;

    /** @param refused hears why no waiting will tell where the origin ends */
    Waiters(Agenda agenda, OriginEnd origin, Watchdog watchdog, Consumer<Failure> refused) {
        this.agenda = agenda;
        this.origin = origin;
        this.watchdog = watchdog;
        this.refused = refused;
    }

    /** {@code then} runs once everything up to {@code place} is applied; null for where the origin ends now. */
    void add(@Nullable OriginPosition place, BooleanSupplier pointless, Runnable then, OriginPosition lowWater) {
        if (place != null && lowWater.reaches(place)) {
            then.run();
            return;
        }
        sweep();
        toAsk.add(new Waiter(place, pointless, then));
        ask();
    }

    boolean isEmpty() {
        return goals.isEmpty();
    }

    /** Everything of the origin up to {@code lowWater} is applied; whether somebody had waited for that. */
    boolean tell(OriginPosition lowWater) {
        var reached = new ArrayList<Goal>();
        if (lowWater instanceof OriginPosition.All) {
            for (Goal next = goals.peek(); next != null && lowWater.reaches(next.goal); next = goals.peek()) {
                reached.add(goals.remove());
            }
        } else {
            goals.removeIf(goal -> lowWater.reaches(goal.goal) && reached.add(goal));
        }
        reached.forEach(goal -> goal.waiter.then.run());
        return !reached.isEmpty();
    }

    /** Those that nobody waits for any more are few: at most as many as are waited for. */
    private void sweep() {
        if (toAsk.size() + goals.size() >= sweepAt) {
            toAsk.removeIf(waiter -> waiter.pointless.getAsBoolean());
            goals.removeIf(goal -> goal.waiter.pointless.getAsBoolean());
            sweepAt = Math.max(FIRST_SWEEP, 2 * (toAsk.size() + goals.size()));
        }
    }

    /** An answer counts only for who came before its question. */
    private void ask() {
        if (asking || toAsk.isEmpty()) {
            return;
        }
        asking = true;
        List<Waiter> batch = toAsk;
        toAsk = new ArrayList<>();
        if (batch.stream().anyMatch(waiter -> waiter.place != null)) {
            origin.read(new OriginRead.End(), answer -> {
                if (answer instanceof OriginRead.Answer.Head end) {
                    askHead(batch, end.position());
                } else if (answer instanceof OriginRead.Answer.Failed failed) {
                    refused.accept(failed.failure());
                }
            });
        } else {
            askHead(batch, null);
        }
    }

    /** The newest event that passes the filter, asked for after the log's end: nothing that passes is before that end and newer. */
    private void askHead(List<Waiter> batch, @Nullable OriginPosition end) {
        watchdog.headNow(
                head -> {
                    asking = false;
                    List<Waiter> early = new ArrayList<>();
                    batch.forEach(waiter -> aim(waiter, end, head, early));
                    askAgain(early);
                    ask();
                },
                refused);
    }

    private void aim(Waiter waiter, @Nullable OriginPosition end, OriginPosition head, List<Waiter> early) {
        OriginPosition place = waiter.place;
        if (place == null) {
            goals.add(new Goal(head, waiter));
        } else if (head.reaches(place)) {
            goals.add(new Goal(place, waiter));
        } else if (end != null && end.reaches(place)) {
            goals.add(new Goal(head, waiter));
        } else {
            early.add(waiter);
        }
    }

    /** The place is not there yet: a node that lags was asked, or somebody waits for what will be written. */
    private void askAgain(List<Waiter> early) {
        early.removeIf(waiter -> waiter.pointless.getAsBoolean());
        if (!early.isEmpty()) {
            agenda.in(AGAIN_MILLIS, () -> {
                toAsk.addAll(early);
                ask();
            });
        }
    }
}
