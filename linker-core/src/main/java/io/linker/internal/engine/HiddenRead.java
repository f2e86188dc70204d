package io.linker.internal.engine;

import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.transform.StreamDocument;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Where a lane stands in a destination stream that shows nothing of ours, where both sides delete. What is hidden is read from
 * {@code $all}: others wrote of it, too, and take part in conflicts. That takes the server long where the stream is old, so it
 * is spared where this link's own document hides all there is: then everything up to the delete is done, and nothing behind it.
 */
final class HiddenRead {
    private final DestinationEnd destination;
    private final Reconciler.TailSearch search;
    private final Marks marks;

    HiddenRead(DestinationEnd destination, Reconciler.TailSearch search, Marks marks) {
        this.destination = destination;
        this.search = search;
        this.marks = marks;
    }

    /**
     * Tells where the lane stands.
     *
     * @param head where the stream ends, at least
     * @param again to be done where the stream cannot be read any more
     */
    void find(Lane lane, long head, Consumer<Standing> then, Runnable again) {
        destination.read(new ReadRequest(lane.metastream(), Long.MAX_VALUE, 1), answer -> {
            RecordedEvent newest =
                    answer instanceof ReadAnswer.Page page && !page.events().isEmpty()
                            ? page.events().get(0)
                            : null;
            Position place = newest == null ? null : marks.doneUpTo(newest);
            if (newest != null && place != null && truncateBefore(newest) == head + 1) {
                lane.deletedUpTo = place;
                then.accept(Standing.oursOnTop(head, -1));
            } else {
                read(lane, head, then, again);
            }
        });
    }

    private static long truncateBefore(RecordedEvent document) {
        StreamDocument read = StreamDocument.read(document.data());
        OptionalLong begins = read == null ? OptionalLong.empty() : read.truncateBefore();
        return begins.orElse(0);
    }

    private void read(Lane lane, long head, Consumer<Standing> then, Runnable again) {
        destination.read(ReadRequest.written(lane.name, Position.END, 1), answer -> {
            if (!(answer instanceof ReadAnswer.Page page)) {
                again.run();
            } else if (page.events().isEmpty()) {
                then.accept(Standing.nothingOfOurs(head)); // scavenged
            } else {
                long newest = Math.max(head, page.events().get(0).revision());
                search.find(
                        lane,
                        new ReadAnswer.Page(page.events(), newest),
                        found -> then.accept(found.standing()),
                        denied -> again.run());
            }
        });
    }
}
