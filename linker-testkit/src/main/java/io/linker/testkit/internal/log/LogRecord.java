package io.linker.testkit.internal.log;

import com.google.protobuf.ByteString;
import java.util.UUID;

/**
 * An event as it stands in the log.
 *
 * @param position commit and prepare position, which are equal for everything a current server writes
 * @param revision place in its stream; {@link #TOMBSTONE_REVISION} for the event that ends a stream for ever
 * @param createdTicks 100 ns ticks since 1970-01-01T00:00:00Z
 */
public record LogRecord(
        long position,
        String stream,
        long revision,
        UUID id,
        String type,
        boolean json,
        long createdTicks,
        ByteString data,
        ByteString metadata) {

    /** The revision of a {@code $streamDeleted} event. */
    public static final long TOMBSTONE_REVISION = Long.MAX_VALUE;

    /** Whether this is a link event, whatever its payload. */
    public boolean isLink() {
        return type.equals(SystemNames.LINK_TYPE);
    }
}
