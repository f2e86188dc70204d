package io.linker.internal.engine;

import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.RecordedEvent;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Finds how far an exclusive destination stream has come, where events do not say where they are from. Every event there is
 * ours: unknown ones come from an earlier run and are never a conflict.
 *
 * <p>Where the lane has a confirmed revision, counting decides: the events behind it are the first undelivered ones, in
 * order. Otherwise event ids do, and since ids may repeat, as many in a row as it takes to leave one possibility.
 */
final class IdSearch implements Reconciler.TailSearch {
    private static final int CONTEXT = 8;
    private static final int PAGE = 16;
    private static final int MOST_SCANNED = 4_096;
    private static final int MOST_AHEAD = 1 << 20;

    private final LinkSpec spec;
    private final DestinationEnd destination;
    private final OriginEnd origin;
    private final Progress progress;

    IdSearch(LinkSpec spec, DestinationEnd destination, OriginEnd origin, Progress progress) {
        this.spec = spec;
        this.destination = destination;
        this.origin = origin;
        this.progress = progress;
    }

    @Override
    public void find(Lane lane, ReadAnswer.Page newest, Consumer<Found> then, Consumer<ReadAnswer.Denied> refused) {
        if (lane.confirmed == Lane.UNKNOWN) {
            new Alignment(lane, newest, new OriginWindow(spec, origin, lane), then, refused).deepen(CONTEXT);
        } else {
            collect(lane, newest, newest.head(), new ArrayDeque<>(), then, refused);
        }
    }

    /** Gathers the ids of what stands behind the last confirmed revision, oldest first. */
    private void collect(
            Lane lane,
            ReadAnswer.Page page,
            long head,
            Deque<UUID> behind,
            Consumer<Found> then,
            Consumer<ReadAnswer.Denied> refused) {
        long lowest = head + 1 - behind.size();
        for (RecordedEvent event : page.events()) {
            if (event.revision() > lane.confirmed) {
                behind.addFirst(event.id());
                lowest = event.revision();
            }
        }
        if (lowest <= lane.confirmed + 1 || lowest > head) {
            match(lane, head, behind, then);
            return;
        }
        long from = lowest - 1;
        destination.read(new ReadRequest(lane.name, from, PAGE), answer -> {
            if (answer instanceof ReadAnswer.Page next && !next.events().isEmpty() && behind.size() < MOST_AHEAD) {
                collect(lane, next, head, behind, then, refused);
            } else if (answer instanceof ReadAnswer.Denied denied) {
                refused.accept(denied);
            } else {
                then.accept(new Found(Standing.nothingOfOurs(head), from + 1));
            }
        });
    }

    /** They are the first events that wait, and then some that are still to come; anything else is a stranger's. */
    private void match(Lane lane, long head, Deque<UUID> behind, Consumer<Found> then) {
        long there = lane.alreadyThere;
        for (Pending pending : lane.waiting) {
            if (pending.isAppend() && !behind.isEmpty()) {
                if (!behind.removeFirst().equals(pending.origin().event().id())) {
                    progress.stop(stranger(lane, head));
                    return;
                }
                there = pending.revision();
            }
        }
        lane.ahead.addAll(behind);
        then.accept(new Found(Standing.oursOnTop(head, there), 0));
    }

    private LinkStoppedException stranger(Lane lane, long head) {
        return new LinkStoppedException(
                StopReason.CONFLICT,
                "Stream '" + lane.name + "' of destination '" + spec.destination() + "' ends at revision " + head
                        + " with an event that origin '" + spec.origin() + "' does not have there. An exact copy needs"
                        + " a destination that nobody else writes: remove the stream there, or use a link that shares it.");
    }

    /**
     * Compares the end of the destination stream with what the origin has, from the event before the first undelivered one
     * on: that one, at least, is there.
     */
    private final class Alignment {
        private final Lane lane;
        private final long head;
        private final OriginWindow events;
        private final Consumer<Found> then;
        private final Consumer<ReadAnswer.Denied> refused;
        private final List<UUID> tail = new ArrayList<>();
        private long lowest;
        private boolean exhausted;

        Alignment(
                Lane lane,
                ReadAnswer.Page newest,
                OriginWindow events,
                Consumer<Found> then,
                Consumer<ReadAnswer.Denied> refused) {
            this.lane = lane;
            this.head = newest.head();
            this.events = events;
            this.then = then;
            this.refused = refused;
            add(newest);
        }

        private void add(ReadAnswer.Page page) {
            for (RecordedEvent event : page.events()) {
                tail.add(event.id());
                lowest = event.revision();
            }
            exhausted |= lowest == 0;
        }

        /** Gathers the ids of the newest {@code depth} events on both sides, then looks what fits. */
        void deepen(int depth) {
            if (tail.size() >= depth || exhausted) {
                events.older(depth, () -> decide(depth));
                return;
            }
            destination.read(new ReadRequest(lane.name, lowest - 1, depth - tail.size()), answer -> {
                if (answer instanceof ReadAnswer.Page page && !page.events().isEmpty()) {
                    add(page);
                    deepen(depth);
                } else if (answer instanceof ReadAnswer.Denied denied) {
                    refused.accept(denied);
                } else {
                    exhausted = true; // what is older cannot be read
                    deepen(depth);
                }
            });
        }

        private void decide(int depth) {
            List<Integer> fitting = events.fitting(tail);
            if (fitting.isEmpty() && events.undelivered() == 0 && !events.isComplete()) {
                events.older(2 * events.known(), () -> decide(depth));
            } else if (fitting.isEmpty()) {
                events.newer(more -> {
                    if (more) {
                        decide(depth);
                    } else {
                        undecided();
                    }
                });
            } else if (fitting.size() == 1) {
                then.accept(new Found(Standing.oursOnTop(head, events.revision(fitting.get(0))), 0));
            } else if (exhausted && events.isComplete()) {
                byNumber(fitting);
            } else {
                deepen(2 * depth);
            }
        }

        /** Everything fits in more than one way: the one with as many events as the stream has is it. */
        private void byNumber(List<Integer> fitting) {
            for (int index : fitting) {
                if (events.countUpTo(index) == head + 1) {
                    then.accept(new Found(Standing.oursOnTop(head, events.revision(index)), 0));
                    return;
                }
            }
            undecided();
        }

        /** The origin tells nothing, so the destination is read: as far as it can be, what waits is looked for there. */
        private void scan() {
            if (!exhausted && tail.size() < MOST_SCANNED) {
                destination.read(new ReadRequest(lane.name, lowest - 1, PAGE), answer -> {
                    if (answer instanceof ReadAnswer.Page page && !page.events().isEmpty()) {
                        add(page);
                        scan();
                    } else if (answer instanceof ReadAnswer.Denied denied) {
                        refused.accept(denied);
                    } else {
                        scanned(false);
                    }
                });
            } else {
                scanned(lowest == 0);
            }
        }

        private void scanned(boolean whole) {
            List<Pending> waiting =
                    lane.waiting.stream().filter(Pending::isAppend).toList();
            for (int place = 0; place < tail.size(); place++) {
                if (standsAt(place, waiting)) {
                    int there = Math.min(place + 1, waiting.size());
                    for (int behind = place - there; behind >= 0; behind--) {
                        lane.ahead.addLast(tail.get(behind));
                    }
                    long revision = waiting.get(there - 1).revision();
                    then.accept(new Found(Standing.oursOnTop(head, revision), 0));
                    return;
                }
            }
            Standing missing = whole ? Standing.oursOnTop(head, -1) : Standing.nothingOfOurs(head);
            then.accept(new Found(missing, whole ? 0 : head + 1 - tail.size()));
        }

        /** Whether the events that wait begin at this place, counted from the newest, and go on to the end. */
        private boolean standsAt(int place, List<Pending> waiting) {
            for (int i = 0; i <= place && i < waiting.size(); i++) {
                if (!tail.get(place - i).equals(waiting.get(i).origin().event().id())) {
                    return false;
                }
            }
            return true;
        }

        /** What the origin hides cannot be compared, only asked for; where it hides nothing, somebody else wrote. */
        private void undecided() {
            if (events.undelivered() == 0) {
                then.accept(new Found(Standing.nothingOfOurs(head), head + 1));
            } else if (events.isUnreadable()) {
                scan();
            } else {
                progress.stop(stranger(lane, head));
            }
        }
    }
}
