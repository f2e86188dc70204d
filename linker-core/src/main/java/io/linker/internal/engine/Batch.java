package io.linker.internal.engine;

import io.linker.write.WriteRequest;
import java.util.List;

/**
 * Consecutive events of one lane that travel in one request.
 *
 * @param events what is delivered, in order
 * @param request as it was sent, and as it is sent again
 */
record Batch(List<Pending> events, WriteRequest.Append request) implements Comparable<Batch> {
    /** The revision of its last event if it stands where it was sent to. */
    long end() {
        return request.expected() + events.size();
    }

    /** Number of its first event. */
    long number() {
        return events.get(0).sequence();
    }

    /** By order of arrival. */
    @Override
    public int compareTo(Batch other) {
        return Long.compare(number(), other.number());
    }
}
