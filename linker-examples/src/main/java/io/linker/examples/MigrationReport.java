package io.linker.examples;

import io.linker.Migration;
import io.linker.Switchover;
import io.linker.esdb.Inventory;
import io.linker.event.Position;
import io.linker.verify.SafePositions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is to be done once the switch is made, in words. */
final class MigrationReport {
    private static final String ALL = "$all";

    private final Migration migration;
    private final Switchover switchover;
    private final List<Position> consumers;

    MigrationReport(Migration migration, Switchover switchover, List<Position> consumers) {
        this.migration = migration;
        this.switchover = switchover;
        this.consumers = consumers;
    }

    List<String> lines() {
        Inventory inventory = migration.inventory();
        Set<Position> processed = new LinkedHashSet<>(consumers);
        for (Inventory.Group group : inventory.groups()) {
            Position place = processed(group);
            if (place != null) {
                processed.add(place);
            }
        }
        Map<Position, Position> places = translate(List.copyOf(processed));
        var lines = new ArrayList<String>();
        lines.add("switched at " + switchover.time() + ": the origin ends at " + switchover.origin()
                + ", the destination at " + switchover.destination());
        lines.add(
                "start the applications on the destination; ./linker migrate --back with the same options copies what they"
                        + " write there back to the origin");
        processed.forEach(place ->
                lines.add("a reader of $all that has processed " + place + " goes on behind " + places.get(place)));
        groups(inventory, places, lines);
        inventory.projections().forEach(name -> lines.add("set up anew: projection " + name));
        inventory.unknown().forEach(what -> lines.add("look for yourself: " + what));
        return lines;
    }

    private Map<Position, Position> translate(List<Position> processed) {
        Map<Position, Position> places = new HashMap<>();
        for (int from = 0; from < processed.size(); from += SafePositions.MOST) {
            places.putAll(migration.translate(
                    processed.subList(from, Math.min(processed.size(), from + SafePositions.MOST))));
        }
        return places;
    }

    private static void groups(Inventory inventory, Map<Position, Position> places, List<String> lines) {
        for (Inventory.Group group : inventory.groups()) {
            Position place = processed(group);
            String where = place != null
                    ? ", from behind " + places.get(place)
                    : group.processed().isEmpty()
                            ? ", which has stored no position"
                            : ", at revision " + group.processed() + " there";
            lines.add("set up anew: persistent subscription " + group.name() + " to " + group.source() + where);
        }
    }

    /** Where a group has stored a place in {@code $all}; null where it has none. */
    private static @Nullable Position processed(Inventory.Group group) {
        boolean has = group.source().equals(ALL) && group.processed().matches("C:[0-9]+/P:[0-9]+");
        return has ? Position.parse(group.processed()) : null;
    }
}
