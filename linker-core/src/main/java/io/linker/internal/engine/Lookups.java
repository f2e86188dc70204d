package io.linker.internal.engine;

import io.linker.event.Change;
import io.linker.event.RecordedEvent;
import io.linker.event.SkipReason;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import io.linker.write.WriteAnswer;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Events of a loop that cannot carry provenance: nothing tells whether one came from the destination, so its id is looked up there.
 * It is only written behind a part of the stream that was looked through as a whole. What was read is remembered, so a stream is
 * read once, and after that what others write to it.
 */
final class Lookups implements Guard {
    private static final int FIRST_PAGE = 8;
    private static final int MOST_OF_PAGE = 256;

    /** Events of a stream that are read at most, before the link gives up on one that it looks for. */
    private static final int MOST_READ = 262_144;

    /** Ids remembered in all; the streams that were asked for longest ago are forgotten, and read again. */
    private static final int MOST_IDS = 200_000;

    /** What the destination's stream holds up to a revision of events without provenance. */
    private static final class Looked {
        final Set<UUID> ids = new HashSet<>(0);
        long upTo = -1;
    }

    private final Map<String, Looked> looked = new LinkedHashMap<>(16, 0.75f, true);
    private final LinkSpec spec;
    private final DestinationEnd destination;
    private final Lanes lanes;
    private final Marks marks;
    private final Progress progress;

    Lookups(LinkSpec spec, DestinationEnd destination, Lanes lanes, Marks marks, Progress progress) {
        this.spec = spec;
        this.destination = destination;
        this.lanes = lanes;
        this.marks = marks;
        this.progress = progress;
    }

    @Override
    public boolean mustAsk(Lane lane, Pending next, long place) {
        if (!(next.change() instanceof Change.Append append)
                || !marks.isOpaque(append.event().metadata())) {
            return false;
        }
        Looked found = looked.get(lane.name);
        return found == null
                || found.upTo < lane.tail
                || found.ids.contains(append.event().id());
    }

    @Override
    public void ask(Lane lane, Pending first) {
        Looked found = looked.computeIfAbsent(lane.name, name -> new Looked());
        if (found.upTo >= lane.tail && found.ids.contains(first.origin().event().id())) {
            lane.waiting.removeFirst();
            lane.newestThere = Math.max(lane.newestThere, first.sequence());
            progress.skipped(first, SkipReason.ALREADY_THERE);
            lanes.refresh(lane);
            return;
        }
        lane.phase = Lane.Phase.BUSY;
        lanes.refresh(lane);
        new Search(lane, first, found).read(Long.MAX_VALUE, FIRST_PAGE);
    }

    @Override
    public void confirmed(Lane lane, Batch batch, long revision) {
        Looked found = spec.rules().looksUp() ? looked.get(lane.name) : null;
        if (found != null && found.upTo == batch.request().expected()) {
            found.upTo = revision;
        }
    }

    private void forgetEldest(Looked newest) {
        int ids = looked.values().stream().mapToInt(each -> each.ids.size()).sum();
        for (Iterator<Looked> eldest = looked.values().iterator(); ids > MOST_IDS && eldest.hasNext(); ) {
            Looked next = eldest.next();
            if (next != newest) {
                ids -= next.ids.size();
                eldest.remove();
            }
        }
    }

    /** Reads the stream from its end down to what was read before. */
    private final class Search {
        private final Lane lane;
        private final Pending first;
        private final Looked found;
        private long newest;
        private int read;

        Search(Lane lane, Pending first, Looked found) {
            this.lane = lane;
            this.first = first;
            this.found = found;
            this.newest = lane.tail;
        }

        void read(long from, int count) {
            destination.read(new ReadRequest(lane.name, from, count), answer -> {
                if (answer instanceof ReadAnswer.StreamDeleted) {
                    progress.destinationTombstoned(lane);
                } else if (answer instanceof ReadAnswer.Denied denied) {
                    progress.refused(lane, first, new WriteAnswer.Denied(denied.message()));
                } else if (answer instanceof ReadAnswer.Page page
                        && !page.events().isEmpty()) {
                    take(page, count);
                } else {
                    done(); // what is hidden there cannot be found
                }
            });
        }

        private void take(ReadAnswer.Page page, int count) {
            long lowest = Long.MAX_VALUE;
            for (RecordedEvent event : page.events()) {
                lowest = event.revision();
                newest = Math.max(newest, lowest);
                if (lowest > found.upTo && marks.isOpaque(event.metadata())) {
                    found.ids.add(event.id());
                }
            }
            read += page.events().size();
            if (lowest == 0 || lowest <= found.upTo + 1) {
                done();
            } else if (read >= MOST_READ || found.ids.size() >= MOST_IDS) {
                looked.remove(lane.name);
                progress.refused(
                        lane,
                        first,
                        new WriteAnswer.Refused(
                                "it cannot carry the trail a loop needs, and its stream is too long there"
                                        + " to find out by its id whether it came from there: " + read
                                        + " events were read"));
            } else {
                read(lowest - 1, Math.min(MOST_OF_PAGE, 4 * count));
            }
        }

        private void done() {
            found.upTo = Math.max(found.upTo, newest);
            forgetEldest(found);
            lane.phase = Lane.Phase.OPEN;
            lanes.refresh(lane);
        }
    }
}
