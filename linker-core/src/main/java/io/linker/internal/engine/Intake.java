package io.linker.internal.engine;

import io.linker.checkpoint.PositionTracker;
import io.linker.checkpoint.Witness;
import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.Birth;
import io.linker.event.Change;
import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Outcome;
import io.linker.event.SkipReason;
import org.jspecify.annotations.Nullable;

/** Takes in what the origin sends, sorts it into lanes, and remembers up to where everything is done. */
final class Intake {
    /** Messages already asked for still arrive after the span is reached. */
    private static final int OVERRUN = 4 * Buffer.MOST_AHEAD;

    private final Lanes lanes;
    private final Buffer buffer;
    private final int maxSpan;
    private final PositionTracker tracker;
    private final Counters counters;
    private @Nullable Witness newest;
    private @Nullable OriginEvent newestEvent;

    Intake(Lanes lanes, Buffer buffer, Counters counters, int maxSpan, OriginPosition beginning) {
        this.lanes = lanes;
        this.buffer = buffer;
        this.counters = counters;
        this.maxSpan = maxSpan;
        this.tracker = new PositionTracker(beginning, maxSpan + OVERRUN);
    }

    /** Goes on behind {@code start}, where {@code newest} was the newest event seen. */
    void startAt(OriginPosition start, @Nullable Witness newestSeen) {
        tracker.passed(start);
        newest = newestSeen;
    }

    /** Takes one outcome; the lane that now has something waiting, or null. */
    @Nullable
    Lane arrived(Outcome outcome) {
        OriginEvent origin = origin(outcome);
        buffer.arrived(origin.event().bytes());
        counters.read++;
        newestEvent = origin;
        if (outcome instanceof Outcome.Deliver deliver) {
            return queue(origin, deliver.change(), deliver.relayed());
        }
        if (outcome instanceof Outcome.Undeliverable undeliverable) {
            return queue(origin, new Change.Undeliverable(origin.lane(), undeliverable.why()), null);
        }
        skip((Outcome.Skip) outcome);
        return null;
    }

    private Lane queue(OriginEvent origin, Change change, @Nullable Birth relayed) {
        Lane lane = lanes.get(change.lane());
        long number = tracker.arrived(origin.position());
        VersionVector seen = change instanceof Change.SetMetadata ? lane.documentsSeen : lane.causality.arrived();
        long after = change instanceof Change.Delete ? lane.causality.newest() : -1;
        var pending = new Pending(number, origin, change, relayed, seen, after);
        if (pending.isAppend()) {
            lane.causality.arrived(pending.revision(), relayed);
        }
        buffer.add(pending.bytes());
        lane.waiting.addLast(pending);
        return lane;
    }

    /** Revisions of the origin order a lane, so it has one stream there; the verdict where the newest event is of another. */
    @Nullable
    LinkStoppedException mixedSources(Lane lane) {
        Pending newest = lane.waiting.peekLast();
        String source = newest == null ? null : newest.origin().lane();
        if (source == null || source.equals(lane.source)) {
            return null;
        }
        if (lane.source != null) {
            return new LinkStoppedException(
                    StopReason.UNDELIVERABLE,
                    "The link's transform gives the streams '" + lane.source + "' and '" + source + "' one name, '"
                            + lane.name + "'. A link keeps the order of one stream: give each a name of its own.");
        }
        lane.source = source;
        return null;
    }

    private void skip(Outcome.Skip skip) {
        tracker.passed(skip.position());
        counters.skipped(skip.reason());
        Outcome.Echo echo = skip.echo();
        Lane lane = echo == null ? null : lanes.find(echo.lane());
        if (echo == null || lane == null) {
            return;
        }
        if (io.linker.event.Lane.isMetastream(echo.birth().stream())) {
            lane.documentsSeen = lane.documentsSeen.with(echo.birth());
        } else {
            lane.causality.arrived(skip.origin().event().revision(), echo.birth());
        }
    }

    /** The origin's filter considered everything up to here. */
    void passed(OriginPosition position) {
        buffer.passed();
        tracker.passed(position);
    }

    /** A message without events or position came. */
    void passed() {
        buffer.passed();
    }

    void delivered(Pending event) {
        done(event);
        counters.delivered++;
        counters.deliveredBytes += event.bytes();
    }

    void skipped(Pending event, SkipReason reason) {
        done(event);
        counters.skipped(reason);
    }

    void parked(Pending event) {
        done(event);
        counters.parked++;
    }

    /** An event that was let go of will not come again. */
    void gone(long sequence, SkipReason reason) {
        tracker.done(sequence);
        counters.skipped(reason);
    }

    private void done(Pending event) {
        tracker.done(event.sequence());
        buffer.remove(event.bytes());
    }

    /** How many messages to ask the origin for now. */
    int ask() {
        return tracker.span() >= maxSpan ? 0 : buffer.ask();
    }

    /** Whether the origin may send something. */
    boolean awaits() {
        return buffer.awaits();
    }

    void resubscribed() {
        buffer.resubscribed();
    }

    /** Everything up to and including this is done. */
    OriginPosition lowWater() {
        return tracker.lowWater();
    }

    /** Where a new subscription goes on. */
    OriginPosition highest() {
        return tracker.highest();
    }

    /** Whether everything that arrived is done. */
    boolean isEmpty() {
        return tracker.span() == 0;
    }

    /** How many arrived since the oldest that is not done, that included. */
    long pending() {
        return tracker.span();
    }

    /** The newest event seen, by which the origin is recognised. */
    @Nullable
    Witness witness() {
        return newestEvent == null ? newest : Witness.of(newestEvent.event());
    }

    @Nullable
    OriginEvent newestEvent() {
        return newestEvent;
    }

    private static OriginEvent origin(Outcome outcome) {
        if (outcome instanceof Outcome.Deliver deliver) {
            return deliver.origin();
        }
        if (outcome instanceof Outcome.Skip skip) {
            return skip.origin();
        }
        return ((Outcome.Undeliverable) outcome).origin();
    }
}
