package io.linker.internal.engine;

import io.linker.checkpoint.Witness;
import io.linker.event.Change;
import io.linker.event.NewEvent;
import io.linker.event.Position;
import io.linker.internal.flow.Agenda;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends what waits: the lane whose oldest event waited longest goes next and sends everything it has, to the limits. Few
 * requests are unanswered at once; what waits meanwhile becomes the next, larger batch.
 */
final class Sender {
    /** What the wire adds to each event beside what the server counts: id, keys, lengths. */
    private static final int WIRE_OVERHEAD = 160;

    private final LinkSpec spec;
    private final DestinationEnd destination;
    private final Lanes lanes;
    private final List<Guard> guards;
    private final Conflicts conflicts;
    private final Barriers barriers;
    private final Reconciler reconciler;
    private final Progress progress;
    private final Agenda agenda;
    private int maxBatchBytes;
    private @Nullable Witness confirmedLast;

    /** @param guards in the order in which they are asked before a change is made */
    Sender(
            LinkSpec spec,
            DestinationEnd destination,
            Lanes lanes,
            List<Guard> guards,
            Conflicts conflicts,
            Barriers barriers,
            Reconciler reconciler,
            Progress progress,
            Agenda agenda) {
        this.spec = spec;
        this.destination = destination;
        this.lanes = lanes;
        this.guards = guards;
        this.conflicts = conflicts;
        this.barriers = barriers;
        this.reconciler = reconciler;
        this.progress = progress;
        this.agenda = agenda;
        this.maxBatchBytes = spec.limits().maxBatchBytes();
    }

    /** The newest confirmed event, by which the destination is recognised; null before the first. */
    @Nullable
    Witness confirmedLast() {
        return confirmedLast;
    }

    /** Sends as much as the window takes. */
    void fill() {
        for (Lane lane = lanes.next(); lane != null; lane = lanes.next()) {
            Pending first = lane.waiting.getFirst();
            boolean unplaced = lane.tail == Lane.UNKNOWN || lane.unplaced || lane.searchAgain || lane.readAgain;
            if (first.isAppend() && unplaced) {
                reconciler.reconcile(lane);
                continue;
            }
            Guard guard = guard(lane, first, lane.tail + 1);
            if (guard != null) {
                guard.ask(lane, first);
            } else if (!first.isAppend()) {
                lane.phase = Lane.Phase.BUSY;
                lanes.refresh(lane);
                lane.looked = false;
                barriers.run(lane, first);
            } else if (!conflicts.isRecorded(lane, first)) {
                conflicts.record(lane);
            } else if (!conflicts.isAppended(lane, first)) {
                conflicts.run(lane, first);
            } else if (destination.takes(lane.name, first.bytes())) {
                send(lane);
            } else {
                return;
            }
        }
        destination.satisfied();
    }

    private @Nullable Guard guard(Lane lane, Pending next, long place) {
        for (Guard guard : guards) {
            if (guard.mustAsk(lane, next, place)) {
                return guard;
            }
        }
        return null;
    }

    /** Sends one batch of a lane that is open and begins with an append. */
    private void send(Lane lane) {
        List<Pending> batch = cut(lane);
        var events = new ArrayList<NewEvent>(batch.size());
        for (Pending pending : batch) {
            events.add(conflicts.placed(lane, pending));
        }
        long expected = lane.tail;
        lane.tail += events.size();
        put(lane, new Batch(batch, new WriteRequest.Append(lane.name, expected, events)));
        lanes.refresh(lane);
    }

    private void put(Lane lane, Batch batch) {
        lane.unanswered++;
        lane.looked = false;
        if (spec.rules().deletesInLoop() && batch.request().expected() == WriteRequest.NO_STREAM) {
            // Run late it would begin a stream anew that somebody deletes there meanwhile.
            destination.writeToTheLast(batch.request(), answer -> answered(lane, batch, answer));
        } else {
            destination.write(batch.request(), answer -> answered(lane, batch, answer));
        }
    }

    /** Takes the longest run of waiting appends that fits one request; at least one event. */
    private List<Pending> cut(Lane lane) {
        var batch = new ArrayList<Pending>();
        int most = Math.min(Math.min(spec.limits().maxBatchEvents(), destination.mostTogether()), lane.mostTogether);
        long mostBytes = Math.min(maxBatchBytes, destination.mostBytes());
        long bytes = 0;
        for (Pending next = lane.waiting.peekFirst();
                next != null && next.isAppend();
                next = lane.waiting.peekFirst()) {
            bytes += event(next).size() + WIRE_OVERHEAD;
            boolean full = batch.size() >= most || bytes > mostBytes;
            full |= guard(lane, next, lane.tail + 1 + batch.size()) != null;
            if (!batch.isEmpty() && (full || !conflicts.isAppended(lane, next) || !conflicts.isRecorded(lane, next))) {
                break;
            }
            batch.add(lane.waiting.removeFirst());
        }
        return batch;
    }

    private static NewEvent event(Pending pending) {
        return ((Change.Append) pending.change()).event();
    }

    private void answered(Lane lane, Batch batch, WriteAnswer answer) {
        lane.unanswered--;
        if (answer instanceof WriteAnswer.Success success) {
            confirmed(lane, batch, success.revision());
        } else {
            lane.phase = Lane.Phase.SETTLING;
            lane.returned.addAll(refused(lane, batch, answer));
        }
        if (lane.phase == Lane.Phase.SETTLING && lane.unanswered == 0) {
            settled(lane);
        }
        lanes.refresh(lane);
    }

    private void confirmed(Lane lane, Batch confirmed, long revision) {
        List<Pending> batch = confirmed.events();
        batch.forEach(progress::delivered);
        lane.answered = true;
        lane.newestOrigin =
                Math.max(lane.newestOrigin, batch.get(batch.size() - 1).revision());
        guards.forEach(guard -> guard.confirmed(lane, confirmed, revision));
        lane.deletedTwice = false;
        lane.hidden = false;
        lane.losses = 0;
        lane.mostTogether = lane.mostTogether > 1 << 20 ? lane.mostTogether : lane.mostTogether * 2;
        lane.confirmed = Math.max(lane.confirmed, revision);
        confirmedLast = new Witness(
                lane.name,
                revision,
                batch.get(batch.size() - 1).origin().event().id(),
                Position.START);
        if (revision != confirmed.end()) {
            // The stream was recreated by this append, at another place than asked for; where, is asked again.
            lane.phase = Lane.Phase.SETTLING;
        }
    }

    /** What is to be sent again: the batch as it was, or in two where it was refused for what is in it. */
    private List<Batch> refused(Lane lane, Batch batch, WriteAnswer answer) {
        int size = batch.events().size();
        if (answer instanceof WriteAnswer.WrongExpectedRevision) {
            lane.losses++;
        } else if (answer instanceof WriteAnswer.StreamDeleted || answer instanceof WriteAnswer.Denied || size == 1) {
            lane.trouble = answer;
        } else {
            lane.mostTogether = Math.max(1, size / 2);
            if (answer instanceof WriteAnswer.TooLarge tooLarge) {
                maxBatchBytes = (int) Math.min(maxBatchBytes, Math.max(1, tooLarge.limit()));
            }
            return batch.halves();
        }
        return List.of(batch);
    }

    private void settled(Lane lane) {
        Batch overtaken = lane.overtaken();
        if (overtaken != null) {
            // Something behind it was confirmed: it was refused before its place was reached and then ran late, or it
            // was too large and had been written in parts. Below the head it is confirmed or refused, never written.
            put(lane, overtaken);
            return;
        }
        lane.takeBackReturned();
        WriteAnswer trouble = lane.trouble;
        lane.trouble = null;
        lane.phase = Lane.Phase.BUSY;
        if (trouble instanceof WriteAnswer.StreamDeleted) {
            progress.destinationTombstoned(lane);
        } else if (trouble != null) {
            progress.refused(lane, lane.waiting.getFirst(), trouble);
        } else if (lane.isContended()) {
            agenda.in(Math.min(1_000, 10L << Math.min(lane.losses, 7)), () -> reconciler.reconcile(lane));
        } else {
            reconciler.reconcile(lane);
        }
    }
}
