package io.linker.internal.engine;

import io.linker.event.RecordedEvent;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import java.util.function.Consumer;

/**
 * Finds the newest event of ours by what events say about themselves: the number it has at the origin decides, so it does
 * not matter how far the destination is ahead of the link, or what others wrote between.
 */
final class ProvenanceSearch implements Reconciler.TailSearch {
    private static final int MAX_PAGE = 256;
    private static final int PAGE_BYTES = 1 << 20;

    private final DestinationEnd destination;
    private final Marks marks;

    ProvenanceSearch(DestinationEnd destination, Marks marks) {
        this.destination = destination;
        this.marks = marks;
    }

    @Override
    public void find(Lane lane, ReadAnswer.Page newest, Consumer<Found> then) {
        look(lane, newest.head(), newest, 8, then);
    }

    private void look(Lane lane, long head, ReadAnswer.Page page, int nextCount, Consumer<Found> then) {
        long lowest = head + 1;
        for (RecordedEvent event : page.events()) {
            Marks.Ours ours = marks.read(event);
            if (ours != null) {
                then.accept(new Found(new Standing(head, ours.revision(), event.revision(), ours.conflictHead()), 0));
                return;
            }
            lowest = event.revision();
        }
        if (lowest == 0 || page.events().isEmpty()) {
            then.accept(new Found(Standing.nothingOfOurs(head), lowest));
            return;
        }
        long from = lowest - 1;
        destination.read(new ReadRequest(lane.name, from, nextCount), answer -> {
            if (answer instanceof ReadAnswer.Page next && !next.events().isEmpty()) {
                look(lane, head, next, grow(nextCount, next), then);
            } else {
                then.accept(new Found(Standing.nothingOfOurs(head), from + 1));
            }
        });
    }

    /** Longer pages while events are small: a page counts in memory. */
    private static int grow(int count, ReadAnswer.Page page) {
        long bytes = page.events().stream().mapToLong(RecordedEvent::bytes).sum();
        long fits = PAGE_BYTES / Math.max(1, bytes / page.events().size());
        return (int) Math.max(1, Math.min(Math.min(MAX_PAGE, count * 4L), fits));
    }
}
