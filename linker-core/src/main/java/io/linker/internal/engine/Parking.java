package io.linker.internal.engine;

import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.NewEvent;
import io.linker.event.RecordedEvent;
import io.linker.write.ReadAnswer;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Puts undeliverable events into the link's park stream, with their bytes and the reason, one after the other. An event
 * that was parked in an earlier run is found there by an id that is derived from the event's place at the origin.
 *
 * <p>One parked event is a number of {@code linker-parked-part} events with the bytes of data and metadata, in order, then
 * one {@code linker-parked} event that describes them. Only the latter makes it count.
 */
final class Parking {
    private static final int PART = 64 << 10;
    private static final int PAGE = 16;
    private static final int MOST_REMEMBERED = 100_000;

    private record Parked(Pending event, String why, Runnable then) {
        RecordedEvent origin() {
            return event.origin().event();
        }
    }

    private final String stream;
    private final DestinationEnd destination;
    private final Consumer<LinkStoppedException> stop;
    private final Queue<Parked> queue = new ArrayDeque<>();
    private final Set<UUID> known = Collections.newSetFromMap(ReadBack.bounded(MOST_REMEMBERED + PAGE));
    private long tail = Lane.UNKNOWN;
    private boolean busy;

    Parking(String link, DestinationEnd destination, Consumer<LinkStoppedException> stop) {
        this.stream = "linker-park-" + link;
        this.destination = destination;
        this.stop = stop;
    }

    /** Parks an event; {@code then} runs once it is confirmed. */
    void park(Pending event, String why, Runnable then) {
        queue.add(new Parked(event, why, then));
        if (!busy) {
            next();
        }
    }

    private void next() {
        busy = true;
        while (!queue.isEmpty()) {
            if (tail == Lane.UNKNOWN) {
                load(this::refuse, this::next);
                return;
            }
            if (!known.contains(headerId(queue.element().origin()))) {
                append(events(queue.element()), 0);
                return;
            }
            done();
        }
        busy = false;
    }

    private void done() {
        Parked parked = queue.remove();
        known.add(headerId(parked.origin()));
        parked.then.run();
    }

    /** Learns what earlier runs parked, before anything arrives; {@code then} runs also where the stream may not be read. */
    void recall(Runnable then) {
        load(denied -> then.run(), then);
    }

    /** Whether an event is known to stand in the park stream. */
    boolean holds(RecordedEvent event) {
        return !known.isEmpty() && known.contains(headerId(event));
    }

    private void refuse(ReadAnswer.Denied denied) {
        stop.accept(refused(StopReason.ACCESS_DENIED, denied.message()));
    }

    private void load(Consumer<ReadAnswer.Denied> refused, Runnable then) {
        var parked = new ReadBack<>(destination, stream, PAGE, RecordedEvent::id, known, MOST_REMEMBERED);
        parked.read(refused, head -> {
            tail = head;
            then.run();
        });
    }

    private void append(List<NewEvent> events, int index) {
        if (index == events.size()) {
            done();
            next();
            return;
        }
        var request = new WriteRequest.Append(stream, tail, List.of(events.get(index)));
        destination.write(request, answer -> {
            if (answer instanceof WriteAnswer.Success success) {
                tail = success.revision();
                append(events, index + 1);
            } else if (answer instanceof WriteAnswer.WrongExpectedRevision) {
                tail = Lane.UNKNOWN; // somebody else parks here: see what
                next();
            } else {
                boolean denied = answer instanceof WriteAnswer.Denied;
                stop.accept(refused(denied ? StopReason.ACCESS_DENIED : StopReason.UNDELIVERABLE, answer.toString()));
            }
        });
    }

    private LinkStoppedException refused(StopReason reason, String why) {
        return new LinkStoppedException(
                reason,
                "The park stream '" + stream + "' takes no events, so what cannot be delivered has no place to go: "
                        + why + ". Give the destination's user the right to read and write it.");
    }

    private List<NewEvent> events(Parked parked) {
        RecordedEvent event = parked.origin();
        var events = new ArrayList<NewEvent>();
        addParts(events, event, event.data());
        int dataParts = events.size();
        addParts(events, event, event.metadata());
        byte[] header = ParkedHeader.encode(event, parked.why, dataParts, events.size() - dataParts);
        events.add(new NewEvent(headerId(event), "linker-parked", true, header, new byte[0]));
        return events;
    }

    private void addParts(List<NewEvent> events, RecordedEvent event, byte[] bytes) {
        for (int from = 0; from < bytes.length; from += PART) {
            byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PART));
            UUID id = id(event, "part " + events.size());
            events.add(new NewEvent(id, "linker-parked-part", false, part, new byte[0]));
        }
    }

    private UUID headerId(RecordedEvent event) {
        return id(event, "header");
    }

    private UUID id(RecordedEvent event, String what) {
        String name = stream + '\n' + event.stream() + '\n' + event.revision() + '\n' + event.id() + '\n' + what;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
