package io.linker.internal.engine;

import io.linker.event.NewEvent;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * A destination stream that cannot be read, asked place by place: an append whose expected revision is below the head is
 * confirmed where its event stands there, else refused, and never written.
 */
final class HiddenPart {
    private final DestinationEnd destination;
    private final Lane lane;
    private final long head;
    private long newestHead;
    private boolean asked;

    /** @param head where the stream ended when it was read */
    HiddenPart(DestinationEnd destination, Lane lane, long head) {
        this.destination = destination;
        this.lane = lane;
        this.head = head;
        this.newestHead = head;
    }

    /** Whether a refusal named another head than the one that was read. */
    boolean hasMoved() {
        return newestHead != head;
    }

    boolean isAsked() {
        return asked;
    }

    /** An id at or below the last confirmed revision proves nothing: ids may repeat. Place 0 is a case of its own. */
    long lowest() {
        return Math.max(1, lane.confirmed + 1);
    }

    /** Tells whether the event stands at exactly this place. */
    void ask(NewEvent event, long place, Consumer<Boolean> answered) {
        var request = new WriteRequest.Append(lane.name, place - 1, List.of(event));
        destination.write(request, answer -> {
            asked = true;
            if (answer instanceof WriteAnswer.WrongExpectedRevision wrong) {
                newestHead = wrong.actual();
            }
            answered.accept(answer instanceof WriteAnswer.Success);
        });
    }

    /** Tells the place where it is one that can be asked for and the event stands there; else -1. */
    void probe(NewEvent event, long place, LongConsumer found) {
        if (place < lowest() || place > head) {
            found.accept(-1);
        } else {
            ask(event, place, there -> found.accept(there ? place : -1));
        }
    }

    /** Tells whether the event stands between these places, the upper one included. */
    void upwards(NewEvent event, long place, long last, Consumer<Boolean> found) {
        if (place > last) {
            found.accept(false);
        } else {
            probe(event, place, at -> {
                if (at >= 0) {
                    found.accept(true);
                } else {
                    upwards(event, place + 1, last, found);
                }
            });
        }
    }

    /** The same from the upper place down. What stands at or below the last confirmed place cannot be asked for, so it may be there. */
    void downwards(NewEvent event, long place, long last, Consumer<Boolean> found) {
        if (place < Math.max(lowest(), last)) {
            found.accept(place < lowest());
        } else {
            ask(event, place, there -> {
                if (there) {
                    found.accept(true);
                } else {
                    downwards(event, place - 1, last, found);
                }
            });
        }
    }
}
