package io.linker.testkit.internal.streams;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendReq;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** How long the chunks of a batch may take. */
final class Deadlines {
    /** The server's own limit; a longer deadline is cut to it. */
    static final long WRITE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(2);

    private Deadlines() {}

    /** Time left for the batch, at most the server's own limit; zero or below if it is over before it began. */
    static long leftNanos(BatchAppendReq.Options options) {
        return switch (options.getDeadlineOptionCase()) {
            case DEADLINE -> limited(options.getDeadline());
            case DEADLINE_21_10_0 -> limited(options.getDeadline21100());
            case DEADLINEOPTION_NOT_SET -> WRITE_TIMEOUT_NANOS;
        };
    }

    private static long limited(Duration wanted) {
        return nanos(wanted.getSeconds(), wanted.getNanos());
    }

    private static long limited(Timestamp until) {
        Instant now = Instant.now();
        return nanos(until.getSeconds() - now.getEpochSecond(), until.getNanos() - now.getNano());
    }

    private static long nanos(long seconds, int nanos) {
        if (seconds > TimeUnit.NANOSECONDS.toSeconds(WRITE_TIMEOUT_NANOS) || seconds < -1) {
            return seconds < 0 ? 0 : WRITE_TIMEOUT_NANOS;
        }
        return Math.min(WRITE_TIMEOUT_NANOS, TimeUnit.SECONDS.toNanos(seconds) + nanos);
    }
}
