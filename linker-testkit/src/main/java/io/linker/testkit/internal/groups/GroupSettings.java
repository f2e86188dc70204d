package io.linker.testkit.internal.groups;

import java.util.Optional;

/**
 * The settings of a group, with the server's meaning of every number. The server takes odd and negative values as they
 * are (a negative time-out expires at the next tick, a negative number of retries parks at once), and so does a group.
 *
 * @param messageTimeoutMs   an event is delivered again when it is unanswered for this long; 0 at the next tick
 * @param maxRetryCount      deliveries before an event is parked, less one
 * @param checkpointAfterMs  time after which a checkpoint may be written; 0 never by time
 * @param minCheckpointCount events that make a checkpoint by time worthwhile
 * @param maxCheckpointCount events after which a checkpoint is written at once
 * @param maxSubscriberCount most consumers; 0 for any number
 * @param liveBufferSize     kept and shown; a group reads live events from the log, which holds them anyway
 * @param readBatchSize      events in one read; must be below {@code historyBufferSize}
 * @param historyBufferSize  most events a group holds that wait for delivery
 */
record GroupSettings(
        boolean resolveLinks,
        boolean extraStatistics,
        int messageTimeoutMs,
        int maxRetryCount,
        int checkpointAfterMs,
        int minCheckpointCount,
        int maxCheckpointCount,
        int maxSubscriberCount,
        int liveBufferSize,
        int readBatchSize,
        int historyBufferSize,
        StrategyName strategy) {

    private static final int DEFAULT_BATCH = 20;
    private static final int MAX_BATCH = 100;

    /** Why the server refuses these settings, in its words. */
    Optional<String> problem() {
        return readBatchSize < historyBufferSize
                ? Optional.empty()
                : Optional.of("Specified argument was out of the range of valid values. (Parameter"
                        + " 'ReadBatchSize may not be greater than or equal to BufferSize')");
    }

    /** The batch that is really read: at most 100 whatever was asked for, 20 for 0. */
    int effectiveBatch() {
        return readBatchSize <= 0 ? DEFAULT_BATCH : Math.min(readBatchSize, MAX_BATCH);
    }

    boolean allowsAnotherConsumer(int connected) {
        return maxSubscriberCount == 0 || connected < maxSubscriberCount;
    }
}
