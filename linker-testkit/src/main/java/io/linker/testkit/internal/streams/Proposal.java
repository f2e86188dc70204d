package io.linker.testkit.internal.streams;

import com.eventstore.dbclient.proto.shared.Shared;
import com.google.protobuf.ByteString;
import io.linker.testkit.internal.log.NewEvent;
import java.util.Map;
import java.util.UUID;

/** Turns proposed messages into events. */
final class Proposal {
    private static final UUID EMPTY_ID = new UUID(0, 0);

    /** A message the server refuses by name. */
    static final class MissingPropertyException extends Exception {
        private static final long serialVersionUID = 1;

        MissingPropertyException(String property) {
            super("Required Metadata Property '" + property + "' is missing", null, false, false);
        }
    }

    private Proposal() {}

    /**
     * Reads a proposed message.
     *
     * @throws IllegalArgumentException for an id or a type that no event can have
     */
    static NewEvent event(Shared.UUID id, Map<String, String> properties, ByteString metadata, ByteString data)
            throws MissingPropertyException {
        String type = properties.get("type");
        if (type == null) {
            throw new MissingPropertyException("type");
        }
        String contentType = properties.get("content-type");
        if (contentType == null) {
            throw new MissingPropertyException("content-type");
        }
        UUID uuid = uuid(id);
        if (uuid.equals(EMPTY_ID)) {
            throw new IllegalArgumentException("Empty eventId provided. (Parameter 'eventId')");
        }
        if (type.isEmpty()) {
            throw new IllegalArgumentException("Empty eventType provided. (Parameter 'eventType')");
        }
        return new NewEvent(uuid, type, contentType.equals("application/json"), data, metadata);
    }

    static UUID uuid(Shared.UUID id) {
        return switch (id.getValueCase()) {
            case STRUCTURED ->
                new UUID(
                        id.getStructured().getMostSignificantBits(),
                        id.getStructured().getLeastSignificantBits());
            case STRING -> UUID.fromString(id.getString());
            case VALUE_NOT_SET -> EMPTY_ID;
        };
    }
}
