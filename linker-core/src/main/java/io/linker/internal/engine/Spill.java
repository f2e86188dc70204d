package io.linker.internal.engine;

import io.linker.event.Change;
import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Outcome;
import io.linker.event.RecordedEvent;
import io.linker.event.SkipReason;
import io.linker.internal.flow.Agenda;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps one stuck lane from filling the buffer, or all lanes would wait with it: what it holds beyond a few events is let go
 * of but for its place, and read again from the origin's stream when the lane moves. Deletes, tombstones and documents are
 * few, and stay.
 *
 * <p>A lane is stuck if the buffer is full, the lane holds more than a quarter of it, and its first event is the same as when
 * it was looked at before, although the destination decides writes. A lane that moves is never spilled, however much it
 * holds: reading twice costs more than waiting.
 */
final class Spill {
    private static final long LOOK_MILLIS = 2_000;
    private static final long AGAIN_MILLIS = 1_000;
    private static final int SHARE = 4;
    private static final int LEAST_KEPT = 32;
    private static final int MOST_KEPT = 256;

    /** How often an event that is not shown is asked for: a node that lags shows it soon. */
    private static final int MOST_MISSES = 10;

    private final LinkSpec spec;
    private final Parts parts;
    private final Agenda agenda;
    private final Progress progress;
    private final SpilledReader reader;

    /** Events of a stuck lane that stay; so many are read again at a time, which is all they may be above the bound. */
    private final int kept;

    private final Map<Lane, Reading> spilled = new LinkedHashMap<>();
    private Map<Lane, Long> firsts = Map.of();

    private static final class Reading {
        boolean underWay;
        boolean gap;
        int misses;
    }

    Spill(LinkSpec spec, Parts parts, Agenda agenda, Progress progress) {
        this.spec = spec;
        this.parts = parts;
        this.agenda = agenda;
        this.progress = progress;
        this.reader = new SpilledReader(parts.origin, progress);
        this.kept = Math.max(LEAST_KEPT, Math.min(MOST_KEPT, spec.limits().maxBufferedEvents() / 128));
    }

    void start() {
        agenda.in(LOOK_MILLIS, this::look);
    }

    /** Takes the newest event of a lane that has spilled ones, since it comes after them. */
    boolean takes(Lane lane) {
        if (lane.spilled.isEmpty()) {
            return false;
        }
        Pending newest = lane.waiting.removeLast();
        lane.spilled.addLast(spilled(newest));
        return true;
    }

    private void look() {
        Map<Lane, Long> before = firsts;
        firsts = new HashMap<>();
        if (parts.buffer.isFull() && parts.destination.decides(agenda.now() - LOOK_MILLIS)) {
            for (Lane lane : parts.lanes.all()) {
                Pending first = lane.waiting.peekFirst();
                if (first != null && holdsTooMuch(lane) && !parts.destination.isResting(lane.name)) {
                    firsts.put(lane, first.sequence());
                }
            }
            firsts.entrySet().stream()
                    .filter(lane -> lane.getValue().equals(before.get(lane.getKey())))
                    .forEach(lane -> spill(lane.getKey()));
        }
        agenda.in(LOOK_MILLIS, this::look);
    }

    private boolean holdsTooMuch(Lane lane) {
        long bytes = lane.waiting.stream().mapToLong(Pending::bytes).sum();
        return lane.waiting.size() > kept
                && lane.source != null
                && (SHARE * bytes > spec.limits().maxBufferedBytes()
                        || SHARE * lane.waiting.size() > spec.limits().maxBufferedEvents());
    }

    private void spill(Lane lane) {
        while (lane.waiting.size() > kept) {
            lane.spilled.addFirst(spilled(lane.waiting.removeLast()));
        }
        spilled.computeIfAbsent(lane, stuck -> new Reading());
    }

    private Spilled spilled(Pending pending) {
        if (pending.isAppend()) {
            parts.buffer.spilled(pending.bytes());
        }
        return Spilled.of(pending);
    }

    /** Reads on for lanes that move. */
    void refill() {
        if (!spilled.isEmpty()) {
            List.copyOf(spilled.keySet()).forEach(this::refill);
            spilled.keySet().removeIf(lane -> lane.spilled.isEmpty());
        }
    }

    private void refill(Lane lane) {
        Reading reading = spilled.get(lane);
        if (lane.phase == Lane.Phase.ENDED) {
            lane.spilled.forEach(event -> gone(event, SkipReason.TOMBSTONED));
            lane.spilled.clear();
        } else if (reading != null && !reading.underWay && isDue(lane, reading)) {
            restoreKept(lane);
            Spilled first = lane.spilled.peekFirst();
            if (first != null && lane.source != null) {
                reading.underWay = true;
                int room = Math.max(1, kept - lane.waiting.size());
                reader.read(lane.source, lane.spilled, room, found -> found(lane, reading, found));
            }
        }
    }

    private boolean isDue(Lane lane, Reading reading) {
        return reading.gap ? lane.isDone() : lane.waiting.size() < kept;
    }

    private void found(Lane lane, Reading reading, SpilledReader.Found found) {
        if (!found.beginsWith(lane.spilled.peekFirst())) {
            reading.underWay = false; // the lane got stuck again, and what comes before is missing
        } else if (found.isBehind() && ++reading.misses < MOST_MISSES) {
            agenda.in(AGAIN_MILLIS, () -> reading.underWay = false);
        } else {
            reading.underWay = false;
            reading.misses = 0;
            reading.gap = !restore(lane, found);
        }
    }

    /**
     * Puts what was read behind what waits, up to a gap: an event that the origin no longer has. The destination may have it
     * from an earlier run, so behind a gap nothing is known of the lane, and what comes before has to be done first.
     *
     * @return whether there is no such gap that still lies ahead
     */
    private boolean restore(Lane lane, SpilledReader.Found found) {
        for (Spilled next : found.due()) {
            RecordedEvent event = found.events().get(next.revision());
            if (event == null && !lane.isDone()) {
                return false;
            }
            lane.spilled.removeFirst();
            if (event == null) {
                lane.forget();
                gone(next, SkipReason.GONE);
            } else {
                restore(lane, next, event);
            }
            restoreKept(lane);
        }
        return true;
    }

    private void restore(Lane lane, Spilled place, RecordedEvent event) {
        var origin = new OriginEvent(at(place.position(), event), place.position());
        Outcome outcome = spec.line().prepare(origin);
        if (outcome instanceof Outcome.Skip skip) {
            gone(place, skip.reason());
        } else if (outcome instanceof Outcome.Deliver deliver) {
            admit(lane, new Pending(place.sequence(), origin, deliver.change(), deliver.relayed(), place.seen()));
        } else if (outcome instanceof Outcome.Undeliverable undeliverable) {
            var change = new Change.Undeliverable(lane.name, undeliverable.why());
            admit(lane, new Pending(place.sequence(), origin, change, null, place.seen()));
        }
    }

    /** A stream's page does not tell places in {@code $all}. */
    private static RecordedEvent at(OriginPosition place, RecordedEvent event) {
        return place instanceof OriginPosition.All all ? event.at(all.position()) : event;
    }

    private void restoreKept(Lane lane) {
        for (Spilled next = lane.spilled.peekFirst();
                next != null && next.kept() != null;
                next = lane.spilled.peekFirst()) {
            lane.spilled.removeFirst();
            lane.waiting.addLast(next.kept());
            parts.admit(lane);
        }
    }

    private void admit(Lane lane, Pending event) {
        parts.buffer.restored(event.bytes());
        lane.waiting.addLast(event);
        parts.admit(lane);
    }

    private void gone(Spilled event, SkipReason why) {
        if (event.kept() != null) {
            progress.skipped(event.kept(), why);
        } else {
            parts.buffer.gone();
            parts.intake.gone(event.sequence(), why);
        }
    }
}
