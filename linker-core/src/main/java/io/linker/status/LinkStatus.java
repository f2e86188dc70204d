package io.linker.status;

import io.linker.event.OriginPosition;
import io.linker.event.SkipReason;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A link at one moment. All of it belongs to the same moment; asking costs nothing and never waits.
 *
 * @param link the link's name; of a share of its work, with that: {@code link-0-of-3}
 * @param state where it is in its life
 * @param reason what stands in its way, each thing in one clause, or why it ended; empty while all is well
 * @param position everything of the origin up to and including this is done; null before the start
 * @param head where the origin ends, as far as was asked; null before the first answer
 * @param lagEvents events of the origin behind {@code position}: exact for single streams and categories; of {@code $all},
 *     those that have arrived, since positions there are bytes; -1 where nothing is known
 * @param lagTime how far behind the newest event of the origin the newest one done was written; zero at the head
 * @param read events that arrived
 * @param delivered events confirmed by the destination
 * @param deliveredBytes their bytes
 * @param skipped events passed over, by reason
 * @param conflicts events appended behind a stranger's
 * @param parked events in the park stream
 * @param eventsPerSecond delivered, over the last seconds
 * @param bytesPerSecond the same in bytes
 * @param bufferedEvents between the origin's wire and the destination's answer
 * @param bufferedBytes the same in bytes
 * @param unanswered requests at the destination without an answer
 * @param contendedStreams streams where others are faster, again and again
 * @param checkpointAge how long the position has been waiting to be stored; zero while it is. The time it takes to store once,
 *     or for as long as the store has failed
 * @param flow what the link gives itself to send with at the moment
 */
public record LinkStatus(
        String link,
        LinkState state,
        String reason,
        @Nullable OriginPosition position,
        @Nullable OriginPosition head,
        long lagEvents,
        Duration lagTime,
        long read,
        long delivered,
        long deliveredBytes,
        Map<SkipReason, Long> skipped,
        long conflicts,
        long parked,
        double eventsPerSecond,
        double bytesPerSecond,
        int bufferedEvents,
        long bufferedBytes,
        int unanswered,
        int contendedStreams,
        Duration checkpointAge,
        Flow flow) {
    /**
     * What is in force at the moment: found by the link itself, or fixed by its settings.
     *
     * @param requests requests that may be unanswered at the destination
     * @param batchEvents most events of one request
     * @param connections connections to the destination
     * @param maxEventsPerSecond the link's limit; 0 for none
     * @param maxBytesPerSecond the link's limit; 0 for none
     */
    public record Flow(
            int requests, int batchEvents, int connections, long maxEventsPerSecond, long maxBytesPerSecond) {}

    /** Copies the map. */
    public LinkStatus {
        skipped = Map.copyOf(skipped);
    }

    /** The same in another state, with another reason. */
    public LinkStatus with(LinkState otherState, String otherReason) {
        return new LinkStatus(
                link,
                otherState,
                otherReason,
                position,
                head,
                lagEvents,
                lagTime,
                read,
                delivered,
                deliveredBytes,
                skipped,
                conflicts,
                parked,
                eventsPerSecond,
                bytesPerSecond,
                bufferedEvents,
                bufferedBytes,
                unanswered,
                contendedStreams,
                checkpointAge,
                flow);
    }

    /** All skipped events. */
    public long skippedInAll() {
        return skipped.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Whether everything the origin had when last heard of is done. The origin tells of events as they happen, so one that was
     * written a moment ago may not be heard of yet: who has to know for sure asks {@code LinkerService.awaitCaughtUp}.
     */
    public boolean isCaughtUp() {
        return state == LinkState.LIVE && bufferedEvents == 0;
    }
}
