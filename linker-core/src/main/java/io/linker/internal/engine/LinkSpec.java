package io.linker.internal.engine;

import io.linker.checkpoint.Share;
import io.linker.conflict.ConflictPolicy;
import io.linker.event.Change;
import io.linker.event.NewEvent;
import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Outcome;
import io.linker.event.RecordedEvent;
import io.linker.origin.StartFrom;
import io.linker.origin.StopAt;
import io.linker.transform.Metadata;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What one link is, as the engine needs it.
 *
 * @param name the link's name
 * @param origin name of the origin database
 * @param destination name of the destination database
 * @param instance this run of the link
 * @param rules what may stand at the destination, and what is done about it
 * @param filterFingerprint stands for the filter in the checkpoint
 * @param share which part of the lanes this link handles
 * @param beginning the position before the first event, in the form of what is read
 * @param startFrom where to begin without a checkpoint
 * @param stopAt where to end
 * @param keepTrying whether even what no waiting heals is tried again
 * @param line what the line before the engine makes of events read beside the subscription
 * @param limits bounds of the engine
 */
public record LinkSpec(
        String name,
        String origin,
        String destination,
        UUID instance,
        Rules rules,
        String filterFingerprint,
        Share share,
        OriginPosition beginning,
        StartFrom startFrom,
        StopAt stopAt,
        boolean keepTrying,
        Line line,
        Limits limits) {

    /** What this share of the link is called; what it stores and shows goes by that. */
    public String shareName() {
        return share.of(name);
    }

    /** The same link, which takes these events for ones it does not select. */
    LinkSpec without(Predicate<RecordedEvent> leftOut) {
        return new LinkSpec(
                name,
                origin,
                destination,
                instance,
                rules,
                filterFingerprint,
                share,
                beginning,
                startFrom,
                stopAt,
                keepTrying,
                line.without(leftOut),
                limits);
    }

    /**
     * What may stand at the destination, and what is done about it.
     *
     * @param exclusive whether nobody else writes the destination's streams
     * @param byIds whether events at the destination do not say where they are from, so that ids decide
     * @param loop whether events can come back, or by several ways
     * @param conflicts what to do where events meet others their writer did not know
     * @param parks whether undeliverable events are parked instead of halting the link
     * @param omitsProvenance whether an event that only provenance makes too large goes without
     * @param deleted what to do where somebody else deleted a stream of the destination
     * @param heals whether what a destination lost that was restored is written to it again
     * @param looksUp whether events that cannot carry provenance are looked up by id before they are written
     * @param deletesInLoop whether soft deletes are copied in a loop, where both sides may have written what they hide
     */
    public record Rules(
            boolean exclusive,
            boolean byIds,
            Loop loop,
            ConflictPolicy conflicts,
            boolean parks,
            boolean omitsProvenance,
            Deleted deleted,
            boolean heals,
            boolean looksUp,
            boolean deletesInLoop) {}

    /**
     * What becomes of events that the engine reads beside the subscription.
     *
     * @param prepare the line
     * @param selects whether an event is written
     * @param bare whether one that is written carries no provenance
     */
    public record Line(
            Function<OriginEvent, Outcome> prepare, Predicate<RecordedEvent> selects, Predicate<RecordedEvent> bare) {
        /** As this line has it; asked on the engine's thread, so of a line of its own. */
        public static Line of(Function<OriginEvent, Outcome> prepare, String origin) {
            return new Line(
                    prepare,
                    event -> prepare.apply(anywhere(event)) instanceof Outcome.Deliver,
                    event -> prepare.apply(anywhere(event)) instanceof Outcome.Deliver deliver
                            && deliver.change() instanceof Change.Append append
                            && !passed(append.event(), origin));
        }

        private static OriginEvent anywhere(RecordedEvent event) {
            return new OriginEvent(event, OriginPosition.All.START);
        }

        private static boolean passed(NewEvent event, String origin) {
            return Metadata.of(event.metadata()).trail(event.id(), false).passed(origin);
        }

        Outcome prepare(OriginEvent event) {
            return prepare.apply(event);
        }

        boolean selects(RecordedEvent event) {
            return selects.test(event);
        }

        boolean isBare(RecordedEvent event) {
            return bare.test(event);
        }

        private Line without(Predicate<RecordedEvent> leftOut) {
            return new Line(prepare, selects.and(leftOut.negate()), bare.and(leftOut.negate()));
        }
    }

    /** Where the link stands among others. */
    public enum Loop {
        /** No event comes back. */
        ONE_WAY,
        /** Another link goes the other way. */
        TWO_WAY,
        /** An event can also come by other links. */
        MESH
    }

    /** What to do where somebody else deleted a stream of the destination that lives on at the origin. */
    public enum Deleted {
        /** Write on, which brings it back; nobody asks. */
        RECREATE,
        /** Leave it deleted until the origin begins it anew. */
        RESPECT,
        /** Stop. */
        HALT
    }

    /**
     * Bounds of the engine.
     *
     * @param maxBufferedEvents most events between the origin's wire and the destination's answer
     * @param maxBufferedBytes most bytes of the same
     * @param maxSpan how many events the link may run ahead of the oldest undelivered one
     * @param maxBatchEvents most events in one request
     * @param maxBatchBytes most bytes in one request, as the server counts
     * @param maxUnansweredPerLane requests of an exclusive lane that may be unanswered at once
     * @param maxLanes idle lanes remembered
     * @param checkpointEvents events after which the position is stored
     * @param checkpointMillis time after which the position is stored
     * @param stallMillis how long nothing may move before the part that stopped is replaced
     * @param connectMillis how long the first connection may take
     * @param maxFacts conflicts that the link's own stream remembers
     * @param maxConflictsPerSecond more of them pause the link; 0 for any number
     */
    public record Limits(
            int maxBufferedEvents,
            long maxBufferedBytes,
            int maxSpan,
            int maxBatchEvents,
            int maxBatchBytes,
            int maxUnansweredPerLane,
            int maxLanes,
            int checkpointEvents,
            long checkpointMillis,
            long stallMillis,
            long connectMillis,
            int maxFacts,
            int maxConflictsPerSecond) {
        /** What suits most links. A batch fits the receive window of one call, 768 KB, or it would take two round trips. */
        public static final Limits DEFAULTS = new Limits(
                32_768, 64L << 20, 1 << 20, 1_024, 640 << 10, 8, 50_000, 10_000, 1_000, 30_000, 30_000, 10_000, 0);
    }
}
