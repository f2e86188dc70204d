package io.linker.write;

import io.linker.event.NewEvent;
import java.util.List;

/**
 * One write, always with an exact expected revision: {@code any} is not idempotent on the server, so it does not exist here.
 */
public sealed interface WriteRequest {
    /** The expected revision of a stream that does not exist. */
    long NO_STREAM = -1;

    /** The stream written to, or tombstoned. */
    String stream();

    /** The revision the stream's newest event must have; {@link #NO_STREAM} for none. */
    long expected();

    /** Append events, all or none, at consecutive revisions. */
    record Append(String stream, long expected, List<NewEvent> events) implements WriteRequest {
        /** Copies the list. */
        public Append {
            events = List.copyOf(events);
        }

        /** What the server counts against its append limit. */
        public long size() {
            return events.stream().mapToLong(NewEvent::size).sum();
        }
    }

    /** Delete a stream for ever. A soft delete is an append to its metadata stream. */
    record Tombstone(String stream, long expected) implements WriteRequest {}
}
