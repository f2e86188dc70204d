package io.linker.testkit.internal.groups;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The events that consumers have and did not answer yet, oldest delivery first. */
final class Outstanding {
    private final Map<UUID, Flight> flights = new LinkedHashMap<>();

    record Flight(Message message, Consumer consumer, long sentAtMillis) {}

    int size() {
        return flights.size();
    }

    boolean contains(UUID id) {
        return flights.containsKey(id);
    }

    void add(Flight flight) {
        flights.put(flight.message().event().id(), flight);
    }

    /** Takes the flight with this id away, also from its consumer; null when there is none. */
    @Nullable
    Flight land(UUID id, long nowMillis) {
        Flight flight = flights.remove(id);
        if (flight != null) {
            flight.consumer().released(id, nowMillis - flight.sentAtMillis());
        }
        return flight;
    }

    /** Takes away what was delivered at or before the given time. */
    List<Flight> landSentUpTo(long limitMillis, long nowMillis) {
        List<Flight> landed = new ArrayList<>();
        Iterator<Flight> oldestFirst = flights.values().iterator();
        while (oldestFirst.hasNext()) {
            Flight flight = oldestFirst.next();
            if (flight.sentAtMillis() > limitMillis) {
                break;
            }
            oldestFirst.remove();
            flight.consumer().released(flight.message().event().id(), nowMillis - flight.sentAtMillis());
            landed.add(flight);
        }
        return landed;
    }

    List<Flight> landAllOf(Consumer consumer, long nowMillis) {
        List<Flight> landed = flights.values().stream()
                .filter(flight -> flight.consumer() == consumer)
                .toList();
        landed.forEach(flight -> land(flight.message().event().id(), nowMillis));
        return landed;
    }
}
