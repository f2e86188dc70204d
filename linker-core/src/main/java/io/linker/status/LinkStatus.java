package io.linker.status;

import io.linker.event.OriginPosition;
import io.linker.event.SkipReason;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A link at one moment. All of it belongs to the same moment; asking costs nothing and never waits.
 *
 * @param link the link's name
 * @param state where it is in its life
 * @param reason why it is not moving, or ended, in one sentence; empty while all is well
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
        int contendedStreams) {
    /** Copies the map. */
    public LinkStatus {
        skipped = Map.copyOf(skipped);
    }

    /** All skipped events. */
    public long skippedInAll() {
        return skipped.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether everything the origin had when last heard of is done. */
    public boolean isCaughtUp() {
        return state == LinkState.LIVE && bufferedEvents == 0;
    }
}
