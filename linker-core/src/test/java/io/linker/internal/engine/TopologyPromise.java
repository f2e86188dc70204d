package io.linker.internal.engine;

import io.linker.conflict.ConflictFact;
import io.linker.event.Birth;
import io.linker.event.RecordedEvent;
import io.linker.filter.EventFilter;
import io.linker.testkit.internal.log.StreamView;
import io.linker.transform.Trail;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds of databases that are linked both ways, once all is quiet. */
final class TopologyPromise {
    private final List<SimDatabase> databases;
    private final EventFilter filter;
    private final TopologySimulation.Policy policy;
    private final TopologyDocuments documents;
    private final TopologyOpaques opaques;
    private final TopologyDeletes deletes;

    TopologyPromise(
            List<SimDatabase> databases,
            EventFilter filter,
            TopologySimulation.Policy policy,
            TopologyDocuments documents,
            TopologyOpaques opaques,
            TopologyDeletes deletes) {
        this.databases = databases;
        this.filter = filter;
        this.policy = policy;
        this.documents = documents;
        this.opaques = opaques;
        this.deletes = deletes;
    }

    /** An event where it stands in one database. */
    private record Placed(String database, RecordedEvent event, Trail trail, Birth birth) {
        static Placed of(String database, RecordedEvent event, TopologyOpaques opaques) {
            Trail trail = Trail.of(event, true);
            Birth birth = opaques.birth(event.id());
            birth = birth != null ? birth : trail.birth();
            return new Placed(
                    database,
                    event,
                    trail,
                    birth != null ? birth : new Birth(database, event.stream(), event.revision()));
        }

        boolean isCopy() {
            return !birth.database().equals(database);
        }

        @Override
        public String toString() {
            String from = isCopy() ? " of " + birth.database() + " #" + birth.number() : "";
            return TopologySimulation.text(event) + from + (isCopy() && trail.error() ? " !" : "");
        }
    }

    void check(int streams) {
        for (int from = 0; from < databases.size(); from++) {
            for (int to = 0; to < databases.size(); to++) {
                if (from != to) {
                    eachDecisionIsRecordedOnce(from, to);
                }
            }
        }
        deletes.check(databases, filter, policy);
        for (int number = 0; number < streams; number++) {
            String stream = "s-" + number;
            if (isEnded(stream)) {
                continue;
            }
            List<List<Placed>> sides = new ArrayList<>();
            for (int i = 0; i < databases.size(); i++) {
                sides.add(events(i, stream));
            }
            sides.forEach(side -> everyEventOnceAndInOrder(stream, side));
            if (policy == TopologySimulation.Policy.DIVERT) {
                eachHereOrThere(stream, sides, 0, 1);
                eachHereOrThere(stream, sides, 1, 0);
                continue;
            }
            sides.forEach(side -> sameEvents(stream, sides.get(0), side));
            if (databases.size() == 2 && !documents.hides(stream)) {
                marks(stream, carriers(sides.get(0)), carriers(sides.get(1)));
                marks(stream, carriers(sides.get(1)), carriers(sides.get(0)));
            }
        }
    }

    /** Whether the stream ended, which it does for all. */
    private boolean isEnded(String stream) {
        long ended = databases.stream()
                .filter(database -> database.log.stream(stream).tombstone() != null)
                .count();
        if (ended > 0 && ended < databases.size()) {
            throw new AssertionError(stream + " is tombstoned in " + ended + " of " + databases.size() + " databases");
        }
        return ended > 0;
    }

    /** What lost its place at one side, as it came by the link from another, is what that link recorded, each once. */
    private void eachDecisionIsRecordedOnce(int from, int to) {
        String link = TopologySimulation.name(from) + "-to-" + TopologySimulation.name(to);
        List<RecordedEvent> there = databases.get(to).all();
        List<ConflictFact> facts = there.stream()
                .filter(event -> event.stream().equals(ConflictFact.stream(link)))
                .map(event -> ConflictFact.read(event.id(), event.data()).orElseThrow())
                .toList();
        Set<Birth> recorded = new HashSet<>();
        for (ConflictFact fact : facts) {
            if (!recorded.add(new Birth(TopologySimulation.name(from), fact.originStream(), fact.originRevision()))) {
                throw new AssertionError(fact.originStream() + ": recorded twice: " + fact);
            }
        }
        if (databases.size() > 2) {
            return;
        }
        boolean diverts = policy == TopologySimulation.Policy.DIVERT;
        Set<Birth> lost = new HashSet<>();
        for (RecordedEvent event : there) {
            boolean counts = event.stream().startsWith(diverts ? "linker-conflicts-from-" : "s-");
            Placed placed = Placed.of(TopologySimulation.name(to), event, opaques);
            if (counts && placed.isCopy() && placed.trail.error()) {
                lost.add(placed.birth);
            }
        }
        Set<Birth> differ = new HashSet<>(lost);
        differ.addAll(recorded);
        differ.removeIf(each -> lost.contains(each) && recorded.contains(each));
        // Recorded for want of what can no longer be read, and then it was there.
        differ.removeIf(each -> recorded.contains(each) && documents.hides(each.stream()));
        // Decided about, and then the stream was ended before it was written.
        differ.removeIf(each -> recorded.contains(each)
                && databases.get(to).log.stream(each.stream()).state() == StreamView.State.TOMBSTONED);
        if (!differ.isEmpty()) {
            String stream = differ.iterator().next().stream();
            throw new AssertionError(stream + " " + link + ": lost their places " + lost.size() + ", recorded "
                    + recorded.size() + ", they differ in " + differ);
        }
    }

    private List<Placed> events(int database, String stream) {
        return databases.get(database).all().stream()
                .filter(event -> event.stream().equals(stream) && filter.accepts(event))
                .map(event -> Placed.of(TopologySimulation.name(database), event, opaques))
                .toList();
    }

    private static void everyEventOnceAndInOrder(String stream, List<Placed> side) {
        Map<String, Long> newest = new HashMap<>();
        for (Placed placed : side) {
            Long before = newest.put(placed.birth.database(), placed.birth.number());
            if (before != null && before >= placed.birth.number()) {
                throw new AssertionError(stream + " has " + placed + " twice or out of order: " + side);
            }
        }
    }

    private static void sameEvents(String stream, List<Placed> one, List<Placed> other) {
        if (!ids(one).equals(ids(other))) {
            throw new AssertionError(stream + " differs:\n  " + one + "\n  " + other);
        }
    }

    /**
     * Each event of one side stands in the stream of the other, or in its conflict stream, and once; in both at most where nobody
     * can read any more what its writer knew: one copy of a link may then divert what another appends.
     */
    private void eachHereOrThere(String stream, List<List<Placed>> sides, int from, int to) {
        String names = "from-" + TopologySimulation.name(from) + "-to-" + TopologySimulation.name(to);
        Set<Object> written =
                ids(sides.get(from).stream().filter(placed -> !placed.isCopy()).toList());
        Set<Object> appended = ids(sides.get(to).stream().filter(Placed::isCopy).toList());
        List<Placed> diverted = events(to, "linker-conflicts-" + names).stream()
                .filter(placed -> placed.birth.stream().equals(stream))
                .toList();
        Set<Object> arrived = ids(diverted);
        boolean once = arrived.size() == diverted.size()
                && (documents.hides(stream) || Collections.disjoint(arrived, appended));
        arrived.addAll(appended);
        if (!once || !arrived.equals(written)) {
            throw new AssertionError(stream + " " + names + ": appended " + appended.size() + " and diverted "
                    + diverted.size() + " instead of " + written.size() + ":\n  " + sides);
        }
    }

    private static Set<Object> ids(List<Placed> side) {
        Set<Object> ids = new HashSet<>();
        side.forEach(placed -> ids.add(placed.event.id()));
        return ids;
    }

    /** What cannot carry provenance takes no part in conflicts. */
    private List<Placed> carriers(List<Placed> side) {
        return side.stream()
                .filter(placed -> opaques.birth(placed.event.id()) == null)
                .toList();
    }

    /**
     * A copy is marked if and only if an event of this side's stood before it that its writer did not know: one that came to
     * the other side after it was written there.
     */
    private void marks(String stream, List<Placed> here, List<Placed> there) {
        Map<Object, Long> knownTo = new HashMap<>();
        long known = -1;
        for (Placed placed : there) {
            if (placed.isCopy()) {
                known = placed.birth.number();
            } else {
                knownTo.put(placed.event.id(), known);
            }
        }
        long own = -1;
        for (Placed placed : here) {
            if (!placed.isCopy()) {
                own = placed.birth.number();
                continue;
            }
            boolean wins = policy == TopologySimulation.Policy.FIRST_WINS
                    && placed.birth.database().equals(TopologySimulation.name(0));
            boolean lost = !wins && own > knownTo.getOrDefault(placed.event.id(), Long.MAX_VALUE);
            if (lost != placed.trail.error()) {
                throw new AssertionError(stream + ": " + placed + (lost ? " lost" : " kept") + " its place:\n  " + here
                        + "\n  " + there);
            }
        }
    }
}
