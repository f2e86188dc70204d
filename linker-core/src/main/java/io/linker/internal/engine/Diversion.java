package io.linker.internal.engine;

import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.Birth;
import io.linker.event.NewEvent;
import io.linker.event.RecordedEvent;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Appends events to conflict streams instead of their own, one after the other. One that was diverted in an earlier run is
 * found there by where it was first written.
 */
final class Diversion {
    private static final int PAGE = 64;
    private static final int MOST_REMEMBERED = 100_000;
    private static final int MOST_STREAMS = 16;

    private record Diverted(String stream, Birth birth, NewEvent event, Runnable then) {}

    /** What is known of one conflict stream. */
    private static final class Target {
        long tail = Lane.UNKNOWN;
        final Set<Birth> known = Collections.newSetFromMap(ReadBack.bounded(MOST_REMEMBERED + PAGE));
    }

    private final DestinationEnd destination;
    private final Marks marks;
    private final Consumer<LinkStoppedException> stop;
    private final Queue<Diverted> queue = new ArrayDeque<>();
    private final Map<String, Target> targets = ReadBack.bounded(MOST_STREAMS);
    private boolean busy;

    Diversion(DestinationEnd destination, Marks marks, Consumer<LinkStoppedException> stop) {
        this.destination = destination;
        this.marks = marks;
        this.stop = stop;
    }

    /** Appends an event to a conflict stream; {@code then} runs once it is confirmed. */
    void divert(String stream, Birth birth, NewEvent event, Runnable then) {
        queue.add(new Diverted(stream, birth, event, then));
        if (!busy) {
            next();
        }
    }

    private void next() {
        busy = true;
        while (!queue.isEmpty()) {
            Diverted first = queue.element();
            Target target = targets.computeIfAbsent(first.stream, stream -> new Target());
            if (target.tail == Lane.UNKNOWN) {
                load(first.stream, target);
                return;
            }
            if (!target.known.contains(first.birth)) {
                append(first, target);
                return;
            }
            queue.remove();
            first.then.run();
        }
        busy = false;
    }

    private void load(String stream, Target target) {
        Function<RecordedEvent, Birth> birth = event -> marks.birth(event, stream);
        var diverted = new ReadBack<>(destination, stream, PAGE, birth, target.known, MOST_REMEMBERED);
        diverted.read(denied -> stop.accept(refused(stream, StopReason.ACCESS_DENIED, denied.message())), head -> {
            target.tail = head;
            next();
        });
    }

    private void append(Diverted first, Target target) {
        destination.write(new WriteRequest.Append(first.stream, target.tail, List.of(first.event)), answer -> {
            if (answer instanceof WriteAnswer.Success success) {
                target.tail = success.revision();
                target.known.add(first.birth);
            } else if (answer instanceof WriteAnswer.WrongExpectedRevision) {
                target.tail = Lane.UNKNOWN; // somebody else writes here: see what
            } else {
                boolean denied = answer instanceof WriteAnswer.Denied;
                StopReason reason = denied ? StopReason.ACCESS_DENIED : StopReason.UNDELIVERABLE;
                stop.accept(refused(first.stream, reason, answer.toString()));
                return;
            }
            next();
        });
    }

    private static LinkStoppedException refused(String stream, StopReason reason, String why) {
        return new LinkStoppedException(
                reason,
                "The conflict stream '" + stream + "' takes no events: " + why
                        + ". Give the destination's user the right to read and write it.");
    }
}
