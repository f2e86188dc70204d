package io.linker.esdb;

import com.eventstore.dbclient.proto.shared.Shared;
import com.google.protobuf.ByteString;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import java.time.Instant;
import java.util.UUID;

/** Between the messages on the wire and the values of the link. */
final class Messages {
    static final String TYPE = "type";
    static final String CONTENT_TYPE = "content-type";
    static final String JSON = "application/json";
    static final String BINARY = "application/octet-stream";
    static final String CREATED = "created";

    private static final long TICKS_PER_SECOND = 10_000_000;
    private static final int NANOS_PER_TICK = 100;

    private Messages() {}

    /** The event that ends a stream, made up where only a refusal tells of it: no reader can see the one the server keeps. */
    static RecordedEvent tombstone(String stream) {
        return new RecordedEvent(
                stream,
                RecordedEvent.TOMBSTONE_REVISION,
                UUID.randomUUID(),
                RecordedEvent.TOMBSTONE_TYPE,
                false,
                new byte[0],
                new byte[0],
                Instant.now(),
                Position.START);
    }

    static UUID uuid(Shared.UUID id) {
        var structured = id.getStructured();
        return id.hasStructured()
                ? new UUID(structured.getMostSignificantBits(), structured.getLeastSignificantBits())
                : uuid(id.getString());
    }

    /** All zeroes for what is none. */
    static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return new UUID(0, 0);
        }
    }

    static Shared.UUID uuid(UUID id) {
        return uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    static Shared.UUID uuid(long most, long least) {
        return Shared.UUID
                .newBuilder()
                .setStructured(Shared.UUID
                        .Structured
                        .newBuilder()
                        .setMostSignificantBits(most)
                        .setLeastSignificantBits(least))
                .build();
    }

    static Shared.StreamIdentifier stream(String name) {
        return Shared.StreamIdentifier.newBuilder()
                .setStreamName(ByteString.copyFromUtf8(name))
                .build();
    }

    /** The time that so many ticks of 100 ns after 1970 are. */
    static Instant created(String ticks) {
        try {
            long count = Long.parseLong(ticks);
            return Instant.ofEpochSecond(
                    Math.floorDiv(count, TICKS_PER_SECOND), Math.floorMod(count, TICKS_PER_SECOND) * NANOS_PER_TICK);
        } catch (NumberFormatException e) {
            return Instant.EPOCH;
        }
    }
}
