package io.linker.internal.engine;

import io.linker.event.Position;
import io.linker.write.WriteAnswer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the link knows of one destination stream and its metadata stream, and what waits to be done to them.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A: {@code tail} is the destination's head after everything sent so far, or unknown; it was told by the destination
 *       and never computed from the origin's revisions.
 *   <li>B: with anything unanswered, only appends follow, and on a shared lane nothing does.
 *   <li>C: {@code waiting} is in order of arrival.
 * </ul>
 */
final class Lane {
    /** Of a tail nobody has told yet. */
    static final long UNKNOWN = -2;

    /** What may happen next. */
    enum Phase {
        /** Nothing is known of the destination stream. */
        CLOSED,
        /** Asking where the destination stands, or doing something that no other request of the lane may overtake. */
        BUSY,
        /** Ready to send. */
        OPEN,
        /** A request was refused; waiting for the other unanswered ones before asking. */
        SETTLING,
        /** The destination stream is deleted for ever, and so is the origin's: whatever comes is done. */
        ENDED
    }

    final String name;
    /** The stream of the origin that goes here; null before the first event. */
    @Nullable
    String source;

    final ArrayDeque<Pending> waiting = new ArrayDeque<>(2);

    /** Places of the events behind those that wait, let go of because the lane was stuck. */
    final ArrayDeque<Spilled> spilled = new ArrayDeque<>(0);

    Phase phase = Phase.CLOSED;

    /** Destination revision of the newest event of the stream after everything sent. */
    long tail = UNKNOWN;

    /** Destination revision of the newest event when the lane was opened. */
    long head = UNKNOWN;

    /** Destination revision that was confirmed last, or told when the lane was opened. */
    long confirmed = UNKNOWN;

    /** Destination revision that the origin held a copy of when the destination was asked; -1 for none. */
    long echoed = -1;

    /** Origin revision up to which every event of the lane stands at the destination. */
    long alreadyThere = -1;

    /** Place at the origin up to which everything of the lane is done; {@code START} where nothing says so. */
    Position deletedUpTo = Position.START;

    /** Place at the origin up to which the lane's documents and deletes are done; of events this says nothing. */
    Position documentsUpTo = Position.START;

    /** Revision of the newest of the lane's documents that was written or found in the metadata stream; -1 for none. */
    long document = -1;

    /** The other databases' documents that the origin's metadata stream held, as far as they passed this link. */
    VersionVector documentsSeen = VersionVector.NONE;

    /** Number of the newest arrived event that stood at the destination already; -1 for none. */
    long newestThere = -1;

    /** Ids of events that stand at the destination and have not arrived yet, oldest first; for exclusive streams. */
    final Deque<UUID> ahead = new ArrayDeque<>(0);

    /** Number of the newest event that was counted as a conflict; -1 for none. */
    long newestConflict = -1;

    final Causality causality = new Causality();

    /** Origin revision of the newest event of ours that was confirmed or found; -1 for none known. */
    long newestOrigin = -1;

    /** Whether a delete of the origin's found the stream deleted by somebody else, and nothing was appended since. */
    boolean deletedTwice;

    /** Whether a request was answered since the lane was opened; before, not even an exclusive lane pipelines. */
    boolean answered;

    /** Whether nothing of the stream could be read when it was asked for last, though it has events. */
    boolean hidden;

    /** Whether the tail is known but not which of the origin's events it is; asked again before the next append. */
    boolean unplaced;

    /** Whether the destination was asked for the tail and had nothing to show; asked again before the next append. */
    boolean asked;

    /** Whether a relayed event arrived that may stand deeper in the destination stream than was read. */
    boolean searchAgain;

    /**
     * Whether what was read of the destination stream may say more by now, so that it is read once more before the next append:
     * an event was parked. Those behind it that carry no provenance may stand there, written by another copy of the link that
     * parked it before; until then they were taken for a stranger's.
     */
    boolean readAgain;

    /** Number of the newest event of the destination's own that was found lost there; -1 for none. */
    long lost = -1;

    /** Whether the destination was asked, since the last request, if somebody else deleted the stream. */
    boolean looked;

    int unanswered;

    /** A refusal that is to be dealt with once the lane has settled; null for a mere loss of place. */
    @Nullable
    WriteAnswer trouble;

    /** Most events of the next requests; few after a request was refused for what is in it, to find out which it is. */
    int mostTogether = Integer.MAX_VALUE;

    /** How often in a row somebody else was faster. */
    int losses;

    /** Whether the lane is counted among the contended ones. */
    boolean counted;

    /** Key under which the lane stands in the order of sending; -1 while it does not. */
    long readyKey = -1;

    /** Batches that were refused, until the lane has settled. */
    final NavigableSet<Batch> returned = new TreeSet<>();

    private long repeated = -1;
    private int repeatedEvents;

    Lane(String name) {
        this.name = name;
    }

    /** The metadata stream of this one. */
    String metastream() {
        return io.linker.event.Lane.metastreamOf(name);
    }

    /** Puts events back in front of what waits. */
    void takeBack(List<Pending> events) {
        for (int i = events.size() - 1; i >= 0; i--) {
            waiting.addFirst(events.get(i));
        }
    }

    /** A refused batch behind which another was confirmed; null for none. It is returned once. */
    @Nullable
    Batch overtaken() {
        Batch first = returned.isEmpty() ? null : returned.first();
        if (first == null || first.end() > confirmed || isRepeated(first)) {
            return null;
        }
        returned.remove(first);
        repeated = first.number();
        repeatedEvents = first.events().size();
        return first;
    }

    private boolean isRepeated(Batch batch) {
        return batch.number() == repeated && batch.events().size() == repeatedEvents;
    }

    /** Puts what was refused back in front of what waits. */
    void takeBackReturned() {
        for (Batch batch : returned.descendingSet()) {
            takeBack(batch.events());
        }
        returned.clear();
        repeated = -1;
    }

    /** The destination stands at {@code head}: from here on the lane may send. */
    void open(long head) {
        phase = Phase.OPEN;
        tail = head;
        confirmed = head;
        answered = false;
        asked = true;
        readAgain = false;
        looked = false;
    }

    /** Nothing is known of the destination stream any more. */
    void forget() {
        phase = Phase.CLOSED;
        tail = UNKNOWN;
        confirmed = UNKNOWN;
        answered = false;
        asked = false;
        ahead.clear();
    }

    /** Whether everything that waited is done. */
    boolean isDone() {
        return waiting.isEmpty()
                && unanswered == 0
                && returned.isEmpty()
                && phase != Phase.BUSY
                && phase != Phase.SETTLING;
    }

    boolean isIdle() {
        return isDone() && spilled.isEmpty();
    }

    /** Whether what is sent now stands there already or is refused: nothing is written below the head. */
    boolean isBelowHead() {
        return tail < head;
    }

    boolean isContended() {
        return losses >= 3;
    }

    @Override
    public String toString() {
        return name + " " + phase + " tail " + tail + ", " + waiting.size() + " waiting, " + unanswered + " unanswered";
    }
}
