package io.linker.internal.engine;

import io.linker.write.WriteAnswer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
    final ArrayDeque<Pending> waiting = new ArrayDeque<>(2);
    Phase phase = Phase.CLOSED;

    /** Destination revision of the newest event of the stream after everything sent. */
    long tail = UNKNOWN;

    /** Destination revision that was confirmed last, or told when the lane was opened. */
    long confirmed = UNKNOWN;

    /** Origin revision up to which every event of the lane stands at the destination. */
    long alreadyThere = -1;

    /** Head of the destination when a stranger's event was found in the lane; -1 without conflict. */
    long conflictHead = -1;

    /** Highest destination revision that an echo proved the origin to have. */
    long echoed = -1;

    /** Origin revision of the newest event of ours that was confirmed or found; -1 for none known. */
    long newestOrigin = -1;

    /** Whether this run has deleted the stream and appended nothing since. */
    boolean deletedHere;

    /** Whether a request was answered since the lane was opened; before, not even an exclusive lane pipelines. */
    boolean answered;

    /** Whether the destination was asked for the tail and had nothing to show; asked again before the next append. */
    boolean asked;

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

    private final List<Pending> returned = new ArrayList<>(0);

    Lane(String name) {
        this.name = name;
    }

    /** The metadata stream of this one. */
    String metastream() {
        return io.linker.event.Lane.metastreamOf(name);
    }

    /** Takes back events of a request that was refused; they wait again, in order, once the lane has settled. */
    void giveBack(List<Pending> events) {
        returned.addAll(events);
    }

    /** Puts what was given back in front of what waits. */
    void settle() {
        returned.sort(Comparator.comparingLong(Pending::sequence).reversed());
        returned.forEach(waiting::addFirst);
        returned.clear();
    }

    /** The destination stands at {@code head}: from here on the lane may send. */
    void open(long head) {
        phase = Phase.OPEN;
        tail = head;
        confirmed = head;
        answered = false;
        asked = true;
    }

    boolean isIdle() {
        return waiting.isEmpty() && unanswered == 0 && returned.isEmpty() && phase != Phase.BUSY;
    }

    boolean isContended() {
        return losses >= 3;
    }

    @Override
    public String toString() {
        return name + " " + phase + " tail " + tail + ", " + waiting.size() + " waiting, " + unanswered + " unanswered";
    }
}
