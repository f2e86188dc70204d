package io.linker.internal.engine;

import io.linker.event.RecordedEvent;
import io.linker.origin.OriginRead;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * Finds the origin's event that a destination stream ends with, by its id and those before it, first among older events
 * than the first undelivered one (the usual restart), then among newer ones (a checkpoint that was set back).
 */
final class OriginLookup {
    /** How many ids in a row must agree; a single one may repeat in a stream. */
    static final int CONTEXT = 4;

    private static final int PAGE = 64;
    private static final long MOST_REMEMBERED = 1 << 20;

    private record Seen(long revision, UUID id) {}

    private final LinkSpec spec;
    private final OriginEnd origin;

    OriginLookup(LinkSpec spec, OriginEnd origin) {
        this.spec = spec;
        this.origin = origin;
    }

    /** Tells the origin revision of the event that {@code newestFirst} begins with; -1 where the origin has none. */
    void find(Lane lane, List<UUID> newestFirst, LongConsumer then) {
        Pending first = lane.waiting.peekFirst();
        String stream = first == null ? lane.name : first.origin().lane();
        long before = lane.waiting.stream()
                .filter(Pending::isAppend)
                .findFirst()
                .map(Pending::revision)
                .orElse(Long.MAX_VALUE);
        new Search(stream, newestFirst, before, then).older(before == Long.MAX_VALUE ? before : before - 1);
    }

    /** One search; what it has read lies between the two directions. */
    private final class Search {
        private final String stream;
        private final List<UUID> newestFirst;
        private final long middle;
        private final LongConsumer then;
        private final Deque<Seen> seen = new ArrayDeque<>();

        Search(String stream, List<UUID> newestFirst, long middle, LongConsumer then) {
            this.stream = stream;
            this.newestFirst = newestFirst;
            this.middle = middle;
            this.then = then;
        }

        void older(long from) {
            if (from < 0) {
                newerUnlessFound();
                return;
            }
            origin.read(new OriginRead.StreamPage(stream, from, true, PAGE), answer -> {
                if (!(answer instanceof OriginRead.Answer.Page page)
                        || page.events().isEmpty()) {
                    newerUnlessFound();
                    return;
                }
                page.events().stream().filter(spec.selects()).forEach(event -> seen.addFirst(seen(event)));
                long found = match(false);
                if (found >= 0) {
                    then.accept(found);
                } else {
                    older(page.events().get(page.events().size() - 1).revision() - 1);
                }
            });
        }

        private void newerUnlessFound() {
            long found = match(true);
            if (found >= 0 || middle == Long.MAX_VALUE) {
                then.accept(found);
            } else {
                newer(middle);
            }
        }

        private void newer(long from) {
            origin.read(new OriginRead.StreamPage(stream, from, false, PAGE), answer -> {
                if (!(answer instanceof OriginRead.Answer.Page page)
                        || page.events().isEmpty()
                        || seen.size() > MOST_REMEMBERED) {
                    then.accept(-1);
                    return;
                }
                page.events().stream().filter(spec.selects()).forEach(event -> seen.addLast(seen(event)));
                long found = match(true);
                if (found >= 0) {
                    then.accept(found);
                } else {
                    newer(page.events().get(page.events().size() - 1).revision() + 1);
                }
            });
        }

        private static Seen seen(RecordedEvent event) {
            return new Seen(event.revision(), event.id());
        }

        /** Newest place where the ids agree; {@code complete} tells that nothing older than what was read exists. */
        private long match(boolean complete) {
            var ascending = new ArrayList<>(seen);
            for (int end = ascending.size() - 1; end >= 0; end--) {
                if (agrees(ascending, end, complete)) {
                    return ascending.get(end).revision();
                }
            }
            return -1;
        }

        private boolean agrees(List<Seen> ascending, int end, boolean complete) {
            for (int i = 0; i < newestFirst.size(); i++) {
                if (end - i < 0) {
                    return complete;
                }
                if (!ascending.get(end - i).id().equals(newestFirst.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }
}
