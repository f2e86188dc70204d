package io.linker.conflict;

import io.linker.event.Birth;
import io.linker.event.RecordedEvent;
import java.util.List;

/**
 * The facts of a conflict: an event is to be appended to a stream that holds events its writer did not know.
 *
 * @param link the link that met it
 * @param origin name of the origin database
 * @param destination name of the destination database
 * @param stream the stream at the destination
 * @param event the event as it was read at the origin
 * @param birth where the event was first written
 * @param expected revision of the newest of the destination's own events that the writer knew; -1 for none
 * @param actual revision of the newest event of the destination's stream
 * @param unknown the newest event of each database that stands there and that the writer did not know; one or more
 */
public record Conflict(
        String link,
        String origin,
        String destination,
        String stream,
        RecordedEvent event,
        Birth birth,
        long expected,
        long actual,
        List<Birth> unknown) {
    /** Copies the list. */
    public Conflict {
        unknown = List.copyOf(unknown);
    }

    /** The facts in one line, as an event that lost its place has them in {@code $error}. */
    public String facts() {
        return "WrongExpectedRevision: expected " + expected + " at the destination, actual " + actual;
    }
}
