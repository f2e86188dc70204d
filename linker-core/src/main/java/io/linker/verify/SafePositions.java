package io.linker.verify;

import io.linker.event.Change;
import io.linker.event.Outcome;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds places of the destination where readers of the origin may go on. A link keeps the order inside each stream only, so
 * events stand in another order in the destination's {@code $all}. A reader that has processed the origin up to a place goes on
 * before the first event of the destination that it has not processed: it may see some again, and misses none.
 *
 * <p>Events are recognised by their ids. One that cannot be told from another, because its id came twice or very many lie
 * behind the place, moves the result towards the beginning, which is always safe. What others wrote to the destination counts as
 * processed: they are no events of the origin.
 */
public final class SafePositions {
    /** Places that are looked for at once: each remembers what lies behind it. */
    public static final int MOST = 64;

    private final LinkRules rules;
    private final List<Position> places;
    private final List<IdSet> behind = new ArrayList<>();
    private final TreeMap<Position, Position> found = new TreeMap<>();
    private Position last = Position.START;
    private int unresolved;

    private SafePositions(LinkRules rules, Collection<Position> processed) {
        this.rules = rules;
        this.places = List.copyOf(new TreeSet<>(processed));
        if (places.size() > MOST) {
            throw new IllegalArgumentException(
                    "At most " + MOST + " places are looked for at once, not " + places.size());
        }
        places.forEach(place -> behind.add(new IdSet()));
    }

    /**
     * Reads the origin from the first of the places on, then the destination from its beginning.
     *
     * @param origin what the link has copied and the first of the places does not cover; more does no harm
     * @param destination from the beginning to where the link has copied that
     * @param processed up to where readers have processed the origin's {@code $all}; at most {@value #MOST}
     * @return for each of them the place of the destination behind which the reader goes on
     */
    public static Map<Position, Position> find(
            History origin, History destination, LinkRules rules, Collection<Position> processed) {
        var search = new SafePositions(rules, processed);
        origin.read(search::remember);
        destination.read(search::look);
        for (; search.unresolved < search.places.size(); search.unresolved++) {
            search.found.put(search.places.get(search.unresolved), search.last);
        }
        return search.found;
    }

    /** An event behind several places is remembered with the last of them. */
    private void remember(RecordedEvent event) {
        int index = places.size() - 1;
        while (index >= 0 && event.position().compareTo(places.get(index)) <= 0) {
            index--;
        }
        UUID key = rules.expected(event) instanceof Outcome.Deliver deliver ? key(deliver.change(), event.id()) : null;
        if (index >= 0 && key != null) {
            behind.get(index).add(key);
        }
    }

    private void look(RecordedEvent event) {
        UUID key = keyOfFound(event);
        for (int index = places.size() - 1; key != null && index >= unresolved; index--) {
            if (behind.get(index).mayContain(key)) {
                for (; unresolved <= index; unresolved++) {
                    found.put(places.get(unresolved), last);
                }
            }
        }
        last = event.position();
    }

    private @Nullable UUID keyOfFound(RecordedEvent event) {
        UUID diverted = rules.diverted(event);
        if (diverted != null) {
            return diverted;
        }
        return rules.found(event) instanceof Outcome.Deliver deliver ? key(deliver.change(), event.id()) : null;
    }

    /** A delete has another id at the destination, or none. */
    private static @Nullable UUID key(Change change, UUID id) {
        if (change instanceof Change.Append || change instanceof Change.SetMetadata) {
            return id;
        }
        String what = change.getClass().getSimpleName() + " " + change.lane();
        return UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8));
    }
}
