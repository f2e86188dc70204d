package io.linker.internal.engine;

import io.linker.event.RecordedEvent;
import io.linker.origin.OriginRead;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Events of a shared stream that carry no provenance and may be ours all the same, since their metadata cannot carry any.
 *
 * <p>Had one that can carry it followed at the destination, it would be the newest known as ours. So those of ours above that
 * one are a run without provenance, which at the origin begins right behind it: as far as its ids stand at the destination in
 * the same order, they are there.
 */
final class BareEvents {
    private static final int PAGE = 32;

    private record Seen(long revision, UUID id) {
        static Seen of(RecordedEvent event) {
            return new Seen(event.revision(), event.id());
        }
    }

    private final LinkSpec spec;
    private final OriginEnd origin;
    private final Lane lane;
    private final Deque<RecordedEvent> above = new ArrayDeque<>(0);
    private final List<RecordedEvent> below = new ArrayList<>(0);
    private final List<Seen> run = new ArrayList<>(0);
    private final Set<UUID> earlier = new HashSet<>(0);
    private boolean gap;

    BareEvents(LinkSpec spec, OriginEnd origin, Lane lane) {
        this.spec = spec;
        this.origin = origin;
        this.lane = lane;
    }

    /** Adds one of the destination's, from the newest down; {@code isBelow} the newest that is known as ours. */
    void add(RecordedEvent event, boolean isBelow) {
        if (isBelow) {
            below.add(event);
        } else {
            above.addFirst(event);
        }
    }

    /** The newest known as ours turned out to stand below all of these. */
    void allAbove() {
        below.forEach(above::addFirst);
        below.clear();
    }

    /** Finds out which are ours; {@code then} hears the newest of them that stands above all known as ours, or null. */
    void settle(long newestKnown, Consumer<@Nullable Standing> then) {
        if (above.isEmpty() && below.isEmpty()) {
            then.accept(null);
        } else {
            readEarlier(newestKnown, () -> readRun(newestKnown + 1, () -> then.accept(match())));
        }
    }

    /** Those that are not ours, once settled; none where the origin no longer shows what they could be. */
    List<RecordedEvent> strangers() {
        if (gap) {
            return List.of();
        }
        var strangers = new ArrayList<>(above);
        below.stream().filter(event -> !earlier.contains(event.id())).forEach(strangers::add);
        return strangers;
    }

    private void readEarlier(long newestKnown, Runnable next) {
        if (below.isEmpty()) {
            next.run();
            return;
        }
        origin.read(new OriginRead.StreamPage(source(), newestKnown, true, PAGE), answer -> {
            if (answer instanceof OriginRead.Answer.Page page && !page.events().isEmpty()) {
                page.events().stream().filter(spec.line()::isBare).forEach(event -> earlier.add(event.id()));
                long first = page.events().get(page.events().size() - 1).revision();
                gap |= first > 0 && first > newestKnown - PAGE + 1;
            } else {
                gap = true;
            }
            next.run();
        });
    }

    private void readRun(long from, Runnable next) {
        if (above.isEmpty()) {
            next.run();
            return;
        }
        origin.page(new OriginRead.StreamPage(source(), from, false, PAGE), answer -> {
            if (answer instanceof OriginRead.Answer.Page page && !page.events().isEmpty()) {
                gap |= page.events().get(0).revision() > from;
                if (extend(page.events()) && run.size() < above.size()) {
                    readRun(page.events().get(page.events().size() - 1).revision() + 1, next);
                    return;
                }
            } else {
                gap |= !(answer instanceof OriginRead.Answer.Page page) || page.head() >= from;
                extend(waiting(from));
            }
            next.run();
        });
    }

    private List<RecordedEvent> waiting(long from) {
        return lane.waiting.stream()
                .filter(pending -> pending.isAppend() && pending.revision() >= from)
                .map(pending -> pending.origin().event())
                .toList();
    }

    /** Goes on with the run; whether it does not end within these events of the origin. */
    private boolean extend(List<RecordedEvent> events) {
        for (RecordedEvent event : events) {
            if (spec.line().isBare(event)) {
                run.add(Seen.of(event));
            } else if (spec.line().selects(event)) {
                return false;
            }
        }
        return true;
    }

    /** Goes through both in order; what is left of {@code above} is not ours. */
    private @Nullable Standing match() {
        Standing newest = null;
        var rest = new ArrayDeque<RecordedEvent>(above);
        for (Seen next : run) {
            while (!rest.isEmpty() && !rest.getFirst().id().equals(next.id)) {
                rest.removeFirst();
            }
            if (rest.isEmpty()) {
                return newest;
            }
            RecordedEvent found = rest.removeFirst();
            above.remove(found);
            newest = new Standing(-1, next.revision, found.revision());
        }
        return newest;
    }

    private String source() {
        return lane.source == null ? lane.name : lane.source;
    }
}
