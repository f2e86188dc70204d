package io.linker.internal.engine;

import io.linker.event.RecordedEvent;
import io.linker.origin.OriginRead;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The events of one lane as the origin has them, around the first undelivered one: those that wait, and on demand those
 * before and behind. Of each only revision and id are kept. Index 0 is the first undelivered event, -1 the one before it.
 */
final class OriginWindow {
    private static final int PAGE = 16;
    private static final int MOST = 1 << 20;

    private record Seen(long revision, UUID id) {
        static Seen of(RecordedEvent event) {
            return new Seen(event.revision(), event.id());
        }
    }

    private final LinkSpec spec;
    private final OriginEnd origin;
    private final String stream;
    private final List<Seen> undelivered = new ArrayList<>();
    private final List<Seen> before = new ArrayList<>();
    private boolean unreadable;
    private long olderFrom;
    private long newerFrom;

    OriginWindow(LinkSpec spec, OriginEnd origin, Lane lane) {
        this.spec = spec;
        this.origin = origin;
        Pending first = lane.waiting.peekFirst();
        this.stream = first == null ? lane.name : first.origin().lane();
        lane.waiting.stream()
                .filter(Pending::isAppend)
                .forEach(pending -> undelivered.add(Seen.of(pending.origin().event())));
        // With nothing to append waiting, whatever is there was delivered: everything counts as older.
        this.olderFrom = undelivered.isEmpty() ? Long.MAX_VALUE : undelivered.get(0).revision - 1;
        this.newerFrom = undelivered.isEmpty() ? Long.MAX_VALUE : undelivered.get(undelivered.size() - 1).revision + 1;
    }

    /** How many older events are known. */
    int known() {
        return before.size();
    }

    /** How many undelivered events are known. */
    int undelivered() {
        return undelivered.size();
    }

    /** Whether everything older that the origin can show was read. */
    boolean isComplete() {
        return olderFrom < 0;
    }

    /** Whether the origin hides some of what is older: truncated, expired, deleted. */
    boolean isUnreadable() {
        return unreadable;
    }

    /** Origin revision of the event at an index. */
    long revision(int index) {
        return at(index).revision;
    }

    /** How many events there are up to and including an index, once {@link #isComplete}. */
    long countUpTo(int index) {
        return before.size() + index + 1L;
    }

    private Seen at(int index) {
        return index >= 0 ? undelivered.get(index) : before.get(-1 - index);
    }

    /** Reads until {@code depth} older events are known, or all there are. */
    void older(int depth, Runnable then) {
        if (before.size() >= depth || isComplete()) {
            then.run();
            return;
        }
        origin.page(new OriginRead.StreamPage(stream, olderFrom, true, PAGE), answer -> {
            if (answer instanceof OriginRead.Answer.Page page && !page.events().isEmpty()) {
                page.events().stream().filter(spec.line()::selects).forEach(event -> before.add(Seen.of(event)));
                olderFrom = page.events().get(page.events().size() - 1).revision() - 1;
            } else {
                unreadable = olderFrom >= 0;
                olderFrom = -1;
            }
            older(depth, then);
        });
    }

    /** Reads more events behind those that wait; tells whether there were any. */
    void newer(Consumer<Boolean> then) {
        if (newerFrom == Long.MAX_VALUE || undelivered.size() > MOST) {
            then.accept(false);
            return;
        }
        origin.page(new OriginRead.StreamPage(stream, newerFrom, false, PAGE), answer -> {
            if (answer instanceof OriginRead.Answer.Page page
                    && !page.events().isEmpty()
                    && page.events().get(0).revision() == newerFrom) {
                page.events().stream().filter(spec.line()::selects).forEach(event -> undelivered.add(Seen.of(event)));
                newerFrom = page.events().get(page.events().size() - 1).revision() + 1;
                then.accept(true);
            } else {
                // Nothing newer exists only if the origin says so; else it was deleted, truncated or scavenged.
                unreadable |= !(answer instanceof OriginRead.Answer.Page page) || page.head() != newerFrom - 1;
                then.accept(false);
            }
        });
    }

    /**
     * The indexes at which a stream that ends with these ids, newest first, may have ended as far as can be
     * read: -1 at least, since what is older than the first undelivered event was delivered; any, where nothing waits.
     */
    List<Integer> fitting(List<UUID> newestFirst) {
        var fitting = new ArrayList<Integer>();
        int first = undelivered.isEmpty() ? -before.size() : Math.max(-1, -before.size());
        for (int end = first; end < undelivered.size(); end++) {
            if (fits(newestFirst, end)) {
                fitting.add(end);
            }
        }
        return fitting;
    }

    private boolean fits(List<UUID> newestFirst, int end) {
        for (int i = 0; i < newestFirst.size(); i++) {
            int index = end - i;
            if (index < 0 && -1 - index >= before.size()) {
                return unreadable || !isComplete();
            }
            if (!at(index).id.equals(newestFirst.get(i))) {
                return false;
            }
        }
        return true;
    }
}
