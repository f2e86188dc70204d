package io.linker.internal.engine;

import io.linker.event.RecordedEvent;
import io.linker.origin.OriginRead;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import java.util.UUID;
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
        } else if (lane.newestOrigin >= 0 && revision > lane.newestOrigin) {
            then.accept(lane.tail + 1);
        } else if (lane.newestOrigin == lane.tail && (spec.exclusive() || !lane.causality.hasStrangers())) {
            // As many events here as revisions there, none of them a stranger's: the numbers are the same.
            then.accept(revision);
        } else {
            origin.read(new OriginRead.StreamPage(stream, revision, false, 1), answer -> {
                boolean behindAll =
                        answer instanceof OriginRead.Answer.Page page && page.head() >= 0 && page.head() < revision;
                if (behindAll) {
                    then.accept(lane.tail + 1);
                } else {
                    search(lane, revision, spec.exclusive() ? first(answer) : null, Long.MAX_VALUE, -1, 0, then);
                }
            });
        }
    }

    private static @Nullable UUID first(OriginRead.Answer answer) {
        return answer instanceof OriginRead.Answer.Page page && !page.events().isEmpty()
                ? page.events().get(0).id()
                : null;
    }

    private void search(
            Lane lane, long revision, @Nullable UUID id, long from, long best, int pages, LongConsumer then) {
        if (pages == MOST_PAGES || from < 0) {
            then.accept(from < 0 ? best : -1);
            return;
        }
        destination.read(new ReadRequest(lane.name, from, PAGE), answer -> {
            if (!(answer instanceof ReadAnswer.Page page) || page.events().isEmpty()) {
                then.accept(best);
                return;
            }
            long found = best;
            for (RecordedEvent event : page.events()) {
                Marks.Ours ours = marks.read(event);
                if (event.id().equals(id) || (ours != null && ours.revision() < revision)) {
                    then.accept(event.id().equals(id) ? event.revision() : found);
                    return;
                }
                found = ours == null ? found : event.revision();
            }
            long next = page.events().get(page.events().size() - 1).revision() - 1;
            search(lane, revision, id, next, found, pages + 1, then);
        });
    }
}
