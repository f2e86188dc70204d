package io.linker.internal.engine;

import io.linker.event.OriginPosition;
import io.linker.event.RecordedEvent;
import io.linker.origin.OriginRead;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads events again that were let go of: a page of their stream, and what that no longer shows, deleted or truncated since,
 * from its place in {@code $all}, where it stands until the origin is scavenged.
 */
final class SpilledReader {
    /**
     * What was read.
     *
     * @param due the places asked for, oldest first
     * @param events by revision; those that the origin no longer has are missing
     * @param ends whether the origin's stream ends before the first place: a node that lags, or the stream was deleted
     */
    record Found(List<Spilled> due, Map<Long, RecordedEvent> events, boolean ends) {
        boolean beginsWith(@Nullable Spilled place) {
            return !due.isEmpty() && due.get(0).equals(place);
        }

        /** Whether the first may be there later. */
        boolean isBehind() {
            return ends && !events.containsKey(due.get(0).revision());
        }
    }

    private final OriginEnd origin;
    private final Progress progress;

    SpilledReader(OriginEnd origin, Progress progress) {
        this.origin = origin;
        this.progress = progress;
    }

    /** Reads at most {@code room} of the events of a stream that were let go of, oldest first. */
    void read(String stream, Collection<Spilled> spilled, int room, Consumer<Found> then) {
        List<Spilled> first = spilled.stream()
                .filter(place -> place.kept() == null)
                .limit(room)
                .toList();
        long from = first.get(0).revision();
        origin.page(new OriginRead.StreamPage(stream, from, false, room), answer -> {
            if (answer instanceof OriginRead.Answer.Failed failed) {
                progress.stop(Parts.hopeless(failed.failure()));
                return;
            }
            List<RecordedEvent> events = answer instanceof OriginRead.Answer.Page page ? page.events() : List.of();
            long readTo = events.isEmpty()
                    ? Long.MAX_VALUE
                    : events.get(events.size() - 1).revision();
            List<Spilled> due =
                    first.stream().filter(place -> place.revision() <= readTo).toList();
            boolean ends = events.isEmpty() && answer instanceof OriginRead.Answer.Page page && page.head() < from;
            var found = new Found(due, new HashMap<>(), ends);
            events.forEach(event -> found.events.put(event.revision(), event));
            findHidden(found, then);
        });
    }

    private void findHidden(Found found, Consumer<Found> then) {
        List<Spilled> hidden = found.due.stream()
                .filter(place -> !found.events.containsKey(place.revision()))
                .toList();
        int[] left = {hidden.size()};
        if (hidden.isEmpty()) {
            then.accept(found);
        }
        for (Spilled place : hidden) {
            findHidden(found, place, () -> {
                left[0]--;
                if (left[0] == 0) {
                    then.accept(found);
                }
            });
        }
    }

    private void findHidden(Found found, Spilled place, Runnable then) {
        if (!(place.position() instanceof OriginPosition.All all)) {
            then.run();
            return;
        }
        origin.read(new OriginRead.EventAt(all.position()), answer -> {
            if (answer instanceof OriginRead.Answer.Page page) {
                page.events().forEach(event -> found.events.put(place.revision(), event));
            }
            then.run();
        });
    }
}
