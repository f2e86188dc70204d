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

    /** The same in two requests, each event at the place it was sent to; for a batch of two events or more. */
    List<Batch> halves() {
        int half = events.size() / 2;
        return List.of(part(0, half), part(half, events.size()));
    }

    private Batch part(int from, int to) {
        var append = new WriteRequest.Append(
                request.stream(), request.expected() + from, request.events().subList(from, to));
        return new Batch(events.subList(from, to), append);
    }

    /** By order of arrival. */
    @Override
    public int compareTo(Batch other) {
        return Long.compare(number(), other.number());
    }
}
