package io.linker.internal.engine;

import io.linker.conflict.ConflictPolicy;
import io.linker.event.Birth;
import io.linker.event.RecordedEvent;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;

/**
 * What readers see of a destination stream, looked at from its end back: which of it the writer of a delete knew. Everything
 * below the newest of the destination's own events that it knew, it knew.
 */
final class VisibleEvents {
    private static final int FIRST_PAGE = 16;
    private static final int MAX_PAGE = 256;

    private final LinkSpec spec;
    private final DestinationEnd destination;
    private final Marks marks;
    private final Lane lane;
    private final Knowledge known;
    private boolean unknown;
    private boolean mixed;
    private long newestKnown = -1;

    VisibleEvents(LinkSpec spec, DestinationEnd destination, Marks marks, Lane lane, Knowledge known) {
        this.spec = spec;
        this.destination = destination;
        this.marks = marks;
        this.lane = lane;
        this.known = known;
    }

    boolean areAllKnown() {
        return !unknown;
    }

    boolean isAnyKnown() {
        return newestKnown >= 0;
    }

    /** Whether those that were known stand below the others. */
    boolean isPrefixKnown() {
        return !mixed;
    }

    /** Destination revision behind the newest that was known. */
    long firstUnknown() {
        return newestKnown + 1;
    }

    void read(Runnable then) {
        read(Long.MAX_VALUE, FIRST_PAGE, then);
    }

    private void read(long from, int count, Runnable then) {
        destination.read(new ReadRequest(lane.name, from, count), answer -> {
            long next = -1;
            if (answer instanceof ReadAnswer.Page page && !page.events().isEmpty()) {
                boolean enough = page.events().stream().anyMatch(this::isEnough);
                next = enough ? -1 : page.events().get(page.events().size() - 1).revision() - 1;
            }
            if (next < 0) {
                then.run();
            } else {
                read(next, Math.min(MAX_PAGE, count * 4), then);
            }
        });
    }

    /** Takes note of an event; whether what stands below it no longer matters. */
    private boolean isEnough(RecordedEvent event) {
        Marks.Ours ours = marks.read(event);
        if (ours == null && !spec.line().selects(event)) {
            return false; // nobody at the origin can ever know it
        }
        Birth birth = marks.birth(event, spec.destination());
        boolean isKnown = ours != null ? ours.revision() <= known.own() : known.covers(birth);
        if (!isKnown) {
            unknown = true;
            mixed |= newestKnown >= 0;
            return false;
        }
        newestKnown = newestKnown >= 0 ? newestKnown : event.revision();
        boolean keptItsPlace =
                ours != null && !ours.lostItsPlace() && spec.rules().conflicts() == ConflictPolicy.appendWithError();
        return mixed || ours == null || keptItsPlace;
    }
}
