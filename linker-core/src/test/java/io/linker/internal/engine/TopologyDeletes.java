package io.linker.internal.engine;

import io.linker.event.Birth;
import io.linker.event.RecordedEvent;
import io.linker.filter.EventFilter;
import io.linker.testkit.internal.log.ExpectedRevision;
import io.linker.testkit.internal.log.LogRecord;
import io.linker.testkit.internal.log.StreamView;
import io.linker.transform.Trail;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The soft deletes of applications in two databases that are linked both ways, in some of the runs. Each side deletes what it
 * holds. At the end readers of both sides see the same (but for what conflict streams took), and what no delete knew is not hidden.
 * What one knew is, unless an event that a delete did not know stands on the other side before one that it did: then it is undone.
 */
final class TopologyDeletes {
    private record Delete(int database, String stream, Set<UUID> knew) {}

    private final SplittableRandom random;
    private final int oneIn;
    private final Set<String> deleted = new HashSet<>();
    private final List<Delete> deletes = new ArrayList<>();

    TopologyDeletes(long seed, boolean allowed) {
        random = new SplittableRandom(seed);
        oneIn = allowed && random.nextInt(3) == 0 ? 3 + random.nextInt(40) : 0;
    }

    /** Whether applications delete, and the links copy that. */
    boolean areMade() {
        return oneIn > 0;
    }

    /** Perhaps deletes a stream, sometimes twice. */
    boolean perhaps(SimDatabase database, int number, String stream) {
        if (oneIn == 0
                || random.nextInt(oneIn) > 0
                || database.log.stream(stream).head() < 0) {
            return false;
        }
        Set<UUID> knew = new HashSet<>();
        physical(database, stream).forEach(event -> knew.add(event.id()));
        deletes.add(new Delete(number, stream, knew));
        deleted.add(stream);
        for (int times = random.nextInt(8) == 0 ? 2 : 1; times > 0; times--) {
            database.log.delete(stream, ExpectedRevision.ANY);
        }
        return true;
    }

    void check(List<SimDatabase> databases, EventFilter filter, TopologySimulation.Policy policy) {
        for (String stream : deleted) {
            if (databases.get(0).log.stream(stream).state() != StreamView.State.TOMBSTONED) {
                check(stream, databases, filter, policy == TopologySimulation.Policy.DIVERT);
            }
        }
    }

    private void check(String stream, List<SimDatabase> databases, EventFilter filter, boolean diverts) {
        List<Set<UUID>> seen = databases.stream()
                .map(database -> visible(database, stream, filter))
                .toList();
        if (!diverts && !seen.get(0).equals(seen.get(1))) {
            throw new AssertionError(
                    stream + ": readers see other events: " + texts(databases.get(0), stream, seen.get(0)) + " and "
                            + texts(databases.get(1), stream, seen.get(1)));
        }
        Set<UUID> mayHide = new HashSet<>();
        Set<UUID> mustHide = new HashSet<>();
        boolean conflict = false;
        for (Delete delete : deletes) {
            if (delete.stream.equals(stream)) {
                mayHide.addAll(delete.knew);
                conflict |= isInConflict(delete, databases.get(1 - delete.database), filter);
            }
        }
        mustHide.addAll(conflict || diverts ? Set.of() : mayHide);
        for (int side = 0; side < 2; side++) {
            for (RecordedEvent event : physical(databases.get(side), stream)) {
                boolean hidden = !seen.get(side).contains(event.id());
                if (filter.accepts(event) && hidden && !mayHide.contains(event.id())) {
                    throw new AssertionError(stream + ": nobody who knew it deleted " + TopologySimulation.text(event));
                }
                if (filter.accepts(event) && !hidden && mustHide.contains(event.id())) {
                    throw new AssertionError(stream + ": readers see " + TopologySimulation.text(event) + " still");
                }
            }
        }
    }

    /** Whether an event that a delete did not know stands on the other side before one that it did. */
    private static boolean isInConflict(Delete delete, SimDatabase other, EventFilter filter) {
        boolean unknown = false;
        for (RecordedEvent event : physical(other, delete.stream)) {
            boolean knew = delete.knew.contains(event.id());
            if (unknown && knew) {
                return true;
            }
            Birth birth = Trail.of(event, true).birth();
            unknown |= !knew && birth == null && filter.accepts(event);
        }
        return false;
    }

    private static List<RecordedEvent> physical(SimDatabase database, String stream) {
        StreamView view = database.log.stream(stream);
        var events = new ArrayList<RecordedEvent>();
        for (long revision = 0; revision <= view.head(); revision++) {
            LogRecord record = view.written(revision);
            if (record != null) {
                events.add(SimDatabase.recorded(record));
            }
        }
        return events;
    }

    private static Set<UUID> visible(SimDatabase database, String stream, EventFilter filter) {
        StreamView view = database.log.stream(stream);
        Set<UUID> ids = new HashSet<>();
        if (view.state() == StreamView.State.FOUND) {
            database.page(view, view.head(), true, Integer.MAX_VALUE).stream()
                    .filter(filter::accepts)
                    .forEach(event -> ids.add(event.id()));
        }
        return ids;
    }

    private static List<String> texts(SimDatabase database, String stream, Set<UUID> seen) {
        return physical(database, stream).stream()
                .map(event -> (seen.contains(event.id()) ? "" : "-") + TopologySimulation.text(event))
                .toList();
    }
}
