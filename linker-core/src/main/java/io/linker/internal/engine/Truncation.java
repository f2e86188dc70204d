package io.linker.internal.engine;

import io.linker.event.RecordedEvent;
import io.linker.origin.OriginRead;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Says in revisions of the destination from where on a stream is to be visible: {@code $tb} counts revisions, and a copy of
 * a filtered or truncated stream has others. Copied verbatim it could hide everything.
 */
final class Truncation {
    private static final int PAGE = 32;
    private static final int MOST_PAGES = 1_024;

    private final LinkSpec spec;
    private final DestinationEnd destination;
    private final OriginEnd origin;
    private final Marks marks;

    Truncation(LinkSpec spec, DestinationEnd destination, OriginEnd origin, Marks marks) {
        this.spec = spec;
        this.destination = destination;
        this.origin = origin;
        this.marks = marks;
    }

    /**
     * Tells the destination revision of the first event of ours that is at or above {@code revision} at the origin; -1 where
     * that is unknown.
     *
     * @param stream the lane's stream at the origin
     */
    void translate(Lane lane, String stream, long revision, LongConsumer then) {
        if (lane.tail < 0) {
            then.accept(-1);
        } else if (lane.newestOrigin >= 0 && revision > lane.newestOrigin && lane.ahead.isEmpty()) {
            then.accept(lane.tail + 1);
        } else if (lane.newestOrigin == lane.tail && (spec.exclusive() || !lane.causality.hasStrangers())) {
            // As many events here as revisions there, none of them a stranger's: the numbers are the same.
            then.accept(revision);
        } else {
            origin.read(new OriginRead.StreamPage(stream, revision, false, PAGE), answer -> {
                boolean behindAll =
                        answer instanceof OriginRead.Answer.Page page && page.head() >= 0 && page.head() < revision;
                if (behindAll) {
                    then.accept(lane.tail + 1);
                } else {
                    search(lane, revision, first(lane, answer), Long.MAX_VALUE, -1, 0, then);
                }
            });
        }
    }

    /** The event that the answer says is the one; null where the origin no longer shows it, or more than a page is left out. */
    private @Nullable RecordedEvent first(Lane lane, OriginRead.Answer answer) {
        return answer instanceof OriginRead.Answer.Page page
                ? page.events().stream()
                        .filter(spec.line()::selects)
                        .findFirst()
                        .filter(event -> lane.newestOrigin < 0 || event.revision() <= lane.newestOrigin)
                        .orElse(null)
                : null;
    }

    /** Ids may come again, so they say something only where nothing else does. */
    private boolean isCopyOf(RecordedEvent first, RecordedEvent event, Marks.@Nullable Ours ours) {
        return ours != null
                ? ours.revision() == first.revision()
                : spec.exclusive() && event.id().equals(first.id());
    }

    /** Reads back to it, or to what is known to stand before it; what readers of the destination no longer see is not known. */
    private void search(
            Lane lane,
            long revision,
            @Nullable RecordedEvent first,
            long from,
            long best,
            int pages,
            LongConsumer then) {
        if (pages == MOST_PAGES || from < 0) {
            then.accept(from < 0 ? best : -1);
            return;
        }
        destination.read(new ReadRequest(lane.name, from, PAGE), answer -> {
            if (!(answer instanceof ReadAnswer.Page page) || page.events().isEmpty()) {
                then.accept(first == null ? best : -1);
                return;
            }
            long found = best;
            for (RecordedEvent event : page.events()) {
                Marks.Ours ours = marks.read(event);
                boolean exact = first != null && isCopyOf(first, event, ours);
                if (exact || (ours != null && ours.revision() < revision)) {
                    then.accept(exact ? event.revision() : found);
                    return;
                }
                found = ours == null ? found : event.revision();
            }
            long next = page.events().get(page.events().size() - 1).revision() - 1;
            search(lane, revision, first, next, found, pages + 1, then);
        });
    }
}
