package io.linker.testkit.internal.streams;

import io.linker.testkit.internal.log.NewEvent;

/**
 * Sizes the node accepts, in bytes.
 *
 * @param maxAppendBytes the most one write may hold, 1 MiB on 24.10
 * @param maxEventBytes the most one event may hold
 * @param dataOnly whether only the data of an event counts, as on 23.10, and not its metadata and type
 */
public record AppendLimits(int maxAppendBytes, int maxEventBytes, boolean dataOnly) {
    /** Of a server of the 24.10 line; its option for the event size is unset. */
    public static final AppendLimits DEFAULTS = new AppendLimits(1 << 20, Integer.MAX_VALUE, false);

    /** Beyond this the server fails inside, whatever its options say. */
    private static final int HARD_EVENT_LIMIT = 16_767_216;

    public AppendLimits withMaxAppend(int bytes) {
        return new AppendLimits(bytes, maxEventBytes, dataOnly);
    }

    public AppendLimits withMaxEvent(int bytes) {
        return new AppendLimits(maxAppendBytes, bytes, dataOnly);
    }

    public AppendLimits countingDataOnly() {
        return new AppendLimits(maxAppendBytes, maxEventBytes, true);
    }

    /** What counts of an event. */
    long sizeOf(NewEvent event) {
        long size = event.size();
        if (size > HARD_EVENT_LIMIT) {
            throw new IllegalArgumentException("event over " + HARD_EVENT_LIMIT + " bytes");
        }
        return dataOnly ? event.data().size() : size;
    }
}
