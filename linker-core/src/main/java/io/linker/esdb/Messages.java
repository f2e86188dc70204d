package io.linker.esdb;

import com.eventstore.dbclient.proto.shared.Shared;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadResp.ReadEvent;
import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/** Between the messages on the wire and the values of the link. */
final class Messages {
    static final String TYPE = "type";
    static final String CONTENT_TYPE = "content-type";
    static final String JSON = "application/json";
    static final String BINARY = "application/octet-stream";

    private static final String CREATED = "created";
    private static final long TICKS_PER_SECOND = 10_000_000;
    private static final int NANOS_PER_TICK = 100;

    private Messages() {}

    static RecordedEvent event(ReadEvent.RecordedEvent event) {
        return new RecordedEvent(
                event.getStreamIdentifier().getStreamName().toStringUtf8(),
                event.getStreamRevision(),
                uuid(event.getId()),
                event.getMetadataOrDefault(TYPE, ""),
                event.getMetadataOrDefault(CONTENT_TYPE, "").equals(JSON),
                bytes(event.getData()),
                bytes(event.getCustomMetadata()),
                created(event.getMetadataOrDefault(CREATED, "0")),
                position(event));
    }

    static Position position(ReadEvent.RecordedEvent event) {
        return new Position(event.getCommitPosition(), event.getPreparePosition());
    }

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

    /** What stands at this place of the stream that was read: the link where there is one, else the event. */
    static ReadEvent.RecordedEvent original(ReadEvent event) {
        return event.hasLink() ? event.getLink() : event.getEvent();
    }

    /** What a link points at, or the event itself; the link where its target is gone. */
    static ReadEvent.RecordedEvent resolved(ReadEvent event) {
        return event.hasEvent() ? event.getEvent() : event.getLink();
    }

    static UUID uuid(Shared.UUID id) {
        if (id.hasStructured()) {
            var structured = id.getStructured();
            return new UUID(structured.getMostSignificantBits(), structured.getLeastSignificantBits());
        }
        try {
            return UUID.fromString(id.getString());
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

    /** Ticks of 100 ns since 1970. */
    private static Instant created(String ticks) {
        try {
            long count = Long.parseLong(ticks);
            return Instant.ofEpochSecond(
                    Math.floorDiv(count, TICKS_PER_SECOND), Math.floorMod(count, TICKS_PER_SECOND) * NANOS_PER_TICK);
        } catch (NumberFormatException e) {
            return Instant.EPOCH;
        }
    }

    /** The bytes behind a string of bytes that was just parsed, which nobody else holds: without a second copy. */
    private static byte[] bytes(ByteString string) {
        try {
            var sink = new Sink();
            UnsafeByteOperations.unsafeWriteTo(string, sink);
            return sink.bytes;
        } catch (IOException e) {
            return string.toByteArray();
        }
    }

    /** Takes a whole array over as it is; puts several pieces together. */
    private static final class Sink extends ByteOutput {
        private byte[] bytes = new byte[0];

        @Override
        public void write(byte value) {
            writeLazy(new byte[] {value}, 0, 1);
        }

        @Override
        public void write(byte[] value, int offset, int length) {
            writeLazy(Arrays.copyOfRange(value, offset, offset + length), 0, length);
        }

        @Override
        public void writeLazy(byte[] value, int offset, int length) {
            if (bytes.length == 0 && offset == 0 && length == value.length) {
                bytes = value;
                return;
            }
            int before = bytes.length;
            bytes = Arrays.copyOf(bytes, before + length);
            System.arraycopy(value, offset, bytes, before, length);
        }

        @Override
        public void write(ByteBuffer value) {
            writeLazy(value);
        }

        @Override
        public void writeLazy(ByteBuffer value) {
            byte[] copy = new byte[value.remaining()];
            value.get(copy);
            writeLazy(copy, 0, copy.length);
        }
    }
}
