package io.linker.transform;

import io.linker.event.NewEvent;
import io.linker.event.RecordedEvent;

/**
 * An event on its way to the destination, as a {@link Transform} may change it. Its id stays, since nothing twice rests on
 * it.
 *
 * @param source the event as it was read
 * @param type event type, not empty
 * @param json whether the content type is {@code application/json}
 * @param data payload
 * @param metadata custom metadata, provenance not yet added
 */
@SuppressWarnings("ArrayRecordComponent") // see RecordedEvent
public record Draft(RecordedEvent source, String type, boolean json, byte[] data, byte[] metadata) {
    /** The event unchanged. */
    public static Draft of(RecordedEvent source) {
        return new Draft(source, source.type(), source.json(), source.data(), source.metadata());
    }

    /** The same with another event type. */
    public Draft withType(String other) {
        return new Draft(source, other, json, data, metadata);
    }

    /** The same with another payload; the array is kept, not copied. */
    public Draft withData(boolean isJson, byte[] other) {
        return new Draft(source, type, isJson, other, metadata);
    }

    /** The same with other metadata; the array is kept, not copied. */
    public Draft withMetadata(byte[] other) {
        return new Draft(source, type, json, data, other);
    }

    /** What is to be appended. */
    public NewEvent toNewEvent() {
        return new NewEvent(source.id(), type, json, data, metadata);
    }
}
