package io.linker.testkit.internal.groups;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One connected consumer: how much it may hold unanswered, and what it holds. */
final class Consumer {
    private final Outlet outlet;
    private final ConsumerName name;
    private final int capacity;
    private final Map<UUID, GroupEvent> inFlight = new LinkedHashMap<>();
    private final Counter delivered = new Counter();
    private final @Nullable Latencies latencies;

    /**
     * @param capacity most unanswered events; with 0 it never gets any, as on the server
     * @param measured whether answer times are kept for the statistics
     */
    Consumer(Outlet outlet, ConsumerName name, int capacity, boolean measured) {
        this.outlet = outlet;
        this.name = name;
        this.capacity = capacity;
        this.latencies = measured ? new Latencies() : null;
    }

    boolean hasRoom() {
        return inFlight.size() < capacity && outlet.isReady();
    }

    Collection<GroupEvent> inFlight() {
        return inFlight.values();
    }

    void deliver(Message message) {
        inFlight.put(message.event().id(), message.event());
        deliverUntracked(message);
    }

    /** Delivers what nobody waits for an answer to. */
    void deliverUntracked(Message message) {
        delivered.increment();
        outlet.deliver(message.event(), message.retries());
    }

    /** The event was answered, or is taken away, this long after its delivery. */
    void released(UUID id, long afterMillis) {
        inFlight.remove(id);
        if (latencies != null) {
            latencies.add(afterMillis);
        }
    }

    void drop() {
        outlet.drop();
    }

    ConsumerStatistics statistics(long sinceMillis) {
        return new ConsumerStatistics(
                name,
                delivered.read(sinceMillis),
                capacity - inFlight.size(),
                inFlight.size(),
                latencies == null ? Map.of() : latencies.summary());
    }
}
