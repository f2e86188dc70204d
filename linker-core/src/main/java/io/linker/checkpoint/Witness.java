package io.linker.checkpoint;

import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import java.util.UUID;

/**
 * An event whose presence shows that a database is the one it was: another one, or a restored one, has something else in
 * its place, or nothing.
 *
 * @param stream the stream that holds it
 * @param revision its revision there
 * @param id its event id
 * @param position its place in the log; {@link Position#START} where that was not known
 */
public record Witness(String stream, long revision, UUID id, Position position) {
    /** An event that was read. */
    public static Witness of(RecordedEvent event) {
        return new Witness(event.stream(), event.revision(), event.id(), event.position());
    }
}
