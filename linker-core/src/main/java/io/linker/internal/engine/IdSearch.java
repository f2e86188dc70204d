package io.linker.internal.engine;

import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.RecordedEvent;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Finds how far an exclusive destination stream has come by event ids, where events do not say where they are from. Every
 * event there is ours: unknown ones come from an earlier run and are never a conflict. Ids may repeat, so one id proves
 * nothing by itself: whole runs are compared, and nothing at or below the last confirmed revision counts.
 */
final class IdSearch implements Reconciler.TailSearch {
    private static final int PAGE = 64;

    private final LinkSpec spec;
    private final DestinationEnd destination;
    private final OriginLookup lookup;
    private final Progress progress;

    IdSearch(LinkSpec spec, DestinationEnd destination, OriginLookup lookup, Progress progress) {
        this.spec = spec;
        this.destination = destination;
        this.lookup = lookup;
        this.progress = progress;
    }

    @Override
    public void find(Lane lane, ReadAnswer.Page newest, Consumer<Found> then) {
        long head = newest.head();
        if (head == lane.confirmed) {
            then.accept(new Found(Standing.oursOnTop(head, lane.alreadyThere), 0));
            return;
        }
        List<UUID> expected = lane.waiting.stream()
                .filter(Pending::isAppend)
                .map(pending -> pending.origin().event().id())
                .toList();
        int depth = Math.max(
                OriginLookup.CONTEXT,
                expected.lastIndexOf(newest.events().get(0).id()) + 1);
        collect(lane, newest, depth, new ArrayList<>(), tail -> decide(lane, head, tail, expected, then));
    }

    /** Gathers the ids of the newest {@code depth} events above the last confirmed revision, newest first. */
    private void collect(Lane lane, ReadAnswer.Page page, int depth, List<UUID> tail, Consumer<List<UUID>> then) {
        long lowest = -1;
        for (RecordedEvent event : page.events()) {
            if (event.revision() > lane.confirmed && tail.size() < depth) {
                tail.add(event.id());
            }
            lowest = event.revision();
        }
        if (tail.size() >= depth || page.events().isEmpty() || lowest <= Math.max(0, lane.confirmed + 1)) {
            then.accept(tail);
            return;
        }
        var request = new ReadRequest(lane.name, lowest - 1, Math.min(PAGE, depth - tail.size()));
        destination.read(request, answer -> {
            if (answer instanceof ReadAnswer.Page next) {
                collect(lane, next, depth, tail, then);
            } else {
                then.accept(tail);
            }
        });
    }

    private void decide(Lane lane, long head, List<UUID> tail, List<UUID> expected, Consumer<Found> then) {
        int there = longestRun(tail, expected);
        if (there > 0) {
            long revision = lane.waiting.stream()
                    .filter(Pending::isAppend)
                    .skip(there - 1)
                    .findFirst()
                    .orElseThrow()
                    .revision();
            then.accept(new Found(Standing.oursOnTop(head, revision), 0));
            return;
        }
        lookup.find(lane, tail, revision -> {
            if (revision >= 0) {
                then.accept(new Found(Standing.oursOnTop(head, revision), 0));
            } else {
                progress.stop(stranger(lane, head, tail.get(0)));
            }
        });
    }

    /** The largest k for which the last k events of the destination are the first k expected ones. */
    private static int longestRun(List<UUID> newestFirst, List<UUID> expected) {
        for (int k = Math.min(newestFirst.size(), expected.size()); k > 0; k--) {
            if (ends(newestFirst, expected, k)) {
                return k;
            }
        }
        return 0;
    }

    private static boolean ends(List<UUID> newestFirst, List<UUID> expected, int k) {
        for (int i = 0; i < k; i++) {
            if (!newestFirst.get(i).equals(expected.get(k - 1 - i))) {
                return false;
            }
        }
        return true;
    }

    private LinkStoppedException stranger(Lane lane, long head, UUID id) {
        return new LinkStoppedException(
                StopReason.CONFLICT,
                "Stream '" + lane.name + "' of destination '" + spec.destination() + "' ends at revision " + head
                        + " with event " + id + ", which origin '" + spec.origin()
                        + "' does not have. An exact copy needs"
                        + " a destination that nobody else writes: remove the stream there, or use a link that shares it.");
    }
}
