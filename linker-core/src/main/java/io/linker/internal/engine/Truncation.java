package io.linker.internal.engine;

import io.linker.event.NewEvent;
import io.linker.event.RecordedEvent;
import io.linker.origin.OriginRead;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Says in revisions of the destination from where on a stream is to be visible: {@code $tb} counts revisions, and a copy of
 * a filtered or truncated stream has others. Copied verbatim it could hide everything.
 */
final class Truncation {
    private static final int PAGE = 32;
    private static final int MOST_PAGES = 1_024;
    private static final int MOST_PROBES = 256;

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
        } else if (lane.newestOrigin == lane.tail && (spec.rules().exclusive() || !lane.causality.hasStrangers())) {
            // As many events here as revisions there, none of them a stranger's: the numbers are the same.
            then.accept(revision);
        } else {
            readOrigin(lane, stream, revision, revision, 0, then);
        }
    }

    /** Reads on to the first event that the link copies. */
    private void readOrigin(Lane lane, String stream, long revision, long from, int pages, LongConsumer then) {
        origin.page(new OriginRead.StreamPage(stream, from, false, PAGE), answer -> {
            List<RecordedEvent> events = answer instanceof OriginRead.Answer.Page page ? page.events() : List.of();
            RecordedEvent first =
                    events.stream().filter(spec.line()::selects).findFirst().orElse(null);
            long last = events.isEmpty()
                    ? Long.MAX_VALUE
                    : events.get(events.size() - 1).revision();
            if (answer instanceof OriginRead.Answer.Page page && page.head() >= 0 && page.head() < revision) {
                then.accept(lane.tail + 1);
            } else if (first != null && !isBehind(lane, first.revision())) {
                search(lane, revision, first, Long.MAX_VALUE, -1, 0, then);
            } else if (first != null || isBehind(lane, last) || pages == MOST_PAGES) {
                search(lane, revision, null, Long.MAX_VALUE, -1, 0, then);
            } else {
                readOrigin(lane, stream, revision, last + 1, pages + 1, then);
            }
        });
    }

    /** Whether the lane has not come so far. */
    private static boolean isBehind(Lane lane, long revision) {
        return revision == Long.MAX_VALUE || (lane.newestOrigin >= 0 && revision > lane.newestOrigin);
    }

    /** Ids may come again, so they say something only where nothing else does. */
    private boolean isCopyOf(RecordedEvent first, RecordedEvent event, Marks.@Nullable Ours ours) {
        return ours != null
                ? ours.revision() == first.revision()
                : spec.rules().exclusive() && event.id().equals(first.id());
    }

    /**
     * Reads back to the first event, or to what is known to stand before it.
     *
     * @param first the event that the origin shows first; null where it shows none
     */
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
            if (!(answer instanceof ReadAnswer.Page page)) {
                then.accept(best);
                return;
            }
            if (page.events().isEmpty()) {
                var hidden = new HiddenPart(destination, lane, page.head());
                probe(hidden, first, Math.min(from, page.head()), MOST_PROBES, best, then);
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

    /** Asks for the event below what readers of the destination see; at confirmed places, too, since the link copied it. */
    private void probe(
            HiddenPart hidden, @Nullable RecordedEvent first, long place, int probes, long best, LongConsumer then) {
        if (first == null || probes == 0) {
            then.accept(first == null ? best : -1);
        } else if (place < 1) {
            then.accept(0); // it stands nowhere else
        } else {
            var event = new NewEvent(first.id(), first.type(), first.json(), first.data(), first.metadata());
            hidden.ask(event, place, there -> {
                if (there) {
                    then.accept(place);
                } else {
                    probe(hidden, first, place - 1, probes - 1, best, then);
                }
            });
        }
    }
}
