package io.linker.checkpoint;

import io.linker.event.OriginPosition;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a link remembers between two runs.
 *
 * @param link the link's name
 * @param position everything of the origin up to and including this is done
 * @param epoch counts the claims; the instance with the highest owns the link
 * @param instance the instance that stored this
 * @param time when it was stored, by the instance's clock
 * @param counters totals since the link's first start, by the names the metrics have
 * @param origin the last event seen at the origin, to recognise the database again; null before the first
 * @param destination a confirmed write, to recognise the destination again; null where the checkpoint itself lives there
 * @param filter fingerprint of the filter everything up to {@code position} was judged by
 * @param share which part of the lanes this link handles
 */
public record Checkpoint(
        String link,
        OriginPosition position,
        long epoch,
        UUID instance,
        Instant time,
        Map<String, Long> counters,
        @Nullable Witness origin,
        @Nullable Witness destination,
        String filter,
        Share share) {
    /** The stream of the destination that holds a link's checkpoint, unless the host keeps it elsewhere. */
    public static String stream(String link) {
        return "linker-checkpoint-" + link;
    }

    /** Copies the counters. */
    public Checkpoint {
        counters = Map.copyOf(counters);
    }
}
