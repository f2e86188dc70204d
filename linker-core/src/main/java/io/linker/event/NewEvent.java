package io.linker.event;

import java.util.UUID;

/**
 * An event to be appended. The byte arrays are shared, not copied, and never changed.
 *
 * @param id the id it keeps from the origin; appends are idempotent by it
 * @param type event type, not empty
 * @param json whether the content type is {@code application/json}
 * @param data payload
 * @param metadata custom metadata
 */
@SuppressWarnings("ArrayRecordComponent") // see RecordedEvent
public record NewEvent(UUID id, String type, boolean json, byte[] data, byte[] metadata) {
    /** The same event with other metadata. */
    public NewEvent withMetadata(byte[] other) {
        return new NewEvent(id, type, json, data, other);
    }

    /** The same event with other data. */
    public NewEvent withData(byte[] other) {
        return new NewEvent(id, type, json, other, metadata);
    }

    /** What the server counts against its limits: data, metadata, and two bytes for each character of the type. */
    public int size() {
        return data.length + metadata.length + 2 * type.length();
    }

    @Override
    public String toString() {
        return type + " " + id;
    }
}
