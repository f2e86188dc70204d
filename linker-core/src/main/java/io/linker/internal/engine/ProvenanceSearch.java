package io.linker.internal.engine;

import io.linker.event.RecordedEvent;
import io.linker.origin.OriginRead;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the newest event of ours by what events say about themselves: the number it has at the origin decides, so it does
 * not matter how far the destination is ahead of the link, or what others wrote between.
 */
final class ProvenanceSearch implements Reconciler.TailSearch {
    private static final int MAX_PAGE = 256;
    private static final int FIRST_PAGE = 8;

    private static final int PREDECESSORS = 32;

    private final LinkSpec spec;
    private final DestinationEnd destination;
    private final OriginEnd origin;
    private final Marks marks;

    ProvenanceSearch(LinkSpec spec, DestinationEnd destination, OriginEnd origin, Marks marks) {
        this.spec = spec;
        this.destination = destination;
        this.origin = origin;
        this.marks = marks;
    }

    @Override
    public void find(Lane lane, ReadAnswer.Page newest, Consumer<Found> then) {
        var search = new Search(lane, newest.head(), then);
        RecordedEvent top = newest.events().get(0);
        if (marks.read(top) != null || search.bare.containsKey(top.id())) {
            search.look(newest, FIRST_PAGE);
        } else {
            search.learnPredecessors(() -> search.look(newest, FIRST_PAGE));
        }
    }

    /** One search; a destination page after the other until an event of ours is found. */
    private final class Search {
        private final Lane lane;
        private final long head;
        private final Consumer<Found> then;

        /**
         * Origin revisions of events by id, for those that carry no provenance because their metadata cannot: what waits, and
         * what came right before.
         */
        private final Map<UUID, Long> bare = new HashMap<>();

        Search(Lane lane, long head, Consumer<Found> then) {
            this.lane = lane;
            this.head = head;
            this.then = then;
            lane.waiting.stream()
                    .filter(Pending::isAppend)
                    .forEach(pending -> bare.put(pending.origin().event().id(), pending.revision()));
        }

        void learnPredecessors(Runnable next) {
            Pending first = lane.waiting.peekFirst();
            if (first == null || !first.isAppend() || first.revision() == 0) {
                next.run();
                return;
            }
            learnBefore(first.origin().lane(), first.revision(), PREDECESSORS, next);
        }

        private void learnBefore(String stream, long revision, int count, Runnable next) {
            origin.page(new OriginRead.StreamPage(stream, revision - 1, true, count), answer -> {
                if (!(answer instanceof OriginRead.Answer.Page before)
                        || before.events().isEmpty()) {
                    next.run();
                    return;
                }
                List<RecordedEvent> events = before.events();
                events.stream().filter(spec.selects()).forEach(event -> bare.putIfAbsent(event.id(), event.revision()));
                long lowest = events.get(events.size() - 1).revision();
                if (lowest == 0 || events.size() >= count) {
                    next.run();
                } else {
                    learnBefore(stream, lowest, count - events.size(), next);
                }
            });
        }

        void look(ReadAnswer.Page page, int nextCount) {
            long lowest = head + 1;
            for (RecordedEvent event : page.events()) {
                Marks.Ours ours = ours(event);
                if (ours != null) {
                    then.accept(
                            new Found(new Standing(head, ours.revision(), event.revision(), ours.conflictHead()), 0));
                    return;
                }
                lowest = event.revision();
            }
            if (lowest == 0 || page.events().isEmpty()) {
                then.accept(new Found(Standing.nothingOfOurs(head), lowest));
                return;
            }
            long from = lowest - 1;
            destination.read(new ReadRequest(lane.name, from, nextCount), answer -> {
                if (answer instanceof ReadAnswer.Page next && !next.events().isEmpty()) {
                    look(next, Math.min(MAX_PAGE, nextCount * 4));
                } else {
                    then.accept(new Found(Standing.nothingOfOurs(head), from + 1));
                }
            });
        }

        private Marks.@Nullable Ours ours(RecordedEvent event) {
            Marks.Ours marked = marks.read(event);
            Long revision = marked == null && event.revision() > lane.confirmed ? bare.get(event.id()) : null;
            return revision == null ? marked : new Marks.Ours(revision, -1);
        }
    }
}
