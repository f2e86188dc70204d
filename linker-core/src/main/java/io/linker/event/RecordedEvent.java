package io.linker.event;

import java.time.Instant;
import java.util.UUID;

/**
 * An event as a database recorded it. The byte arrays are shared, not copied, and never changed.
 *
 * @param stream the stream that holds it
 * @param revision its number in that stream, from 0; {@link #TOMBSTONE_REVISION} for a tombstone
 * @param id the event id its writer chose
 * @param type event type
 * @param json whether the content type is {@code application/json}; everything else reads back as binary
 * @param data payload, perhaps empty
 * @param metadata custom metadata, perhaps empty, not necessarily JSON
 * @param created when the server wrote it
 * @param position its place in the log
 */
@SuppressWarnings(
        "ArrayRecordComponent") // identity of the arrays is never asked for; copies would cost a pass over every event
public record RecordedEvent(
        String stream,
        long revision,
        UUID id,
        String type,
        boolean json,
        byte[] data,
        byte[] metadata,
        Instant created,
        Position position) {
    /** The revision every tombstone has. */
    public static final long TOMBSTONE_REVISION = Long.MAX_VALUE;

    /** Type of the event that ends a stream for ever. */
    public static final String TOMBSTONE_TYPE = "$streamDeleted";

    /** Type of a stream metadata document. */
    public static final String METADATA_TYPE = "$metadata";

    /** Type of an event that points at another. */
    public static final String LINK_TYPE = "$>";

    /** The same event at this place of the log. */
    public RecordedEvent at(Position place) {
        return new RecordedEvent(stream, revision, id, type, json, data, metadata, created, place);
    }

    /** Whether this event ends its stream for ever. */
    public boolean isTombstone() {
        return type.equals(TOMBSTONE_TYPE) && revision == TOMBSTONE_REVISION;
    }

    /** The bytes it holds: data, metadata and names; what the link's buffers are measured in. */
    public int bytes() {
        return data.length + metadata.length + 2 * type.length() + stream.length();
    }

    @Override
    public String toString() {
        return stream + "@" + revision + " " + type + " " + id;
    }
}
