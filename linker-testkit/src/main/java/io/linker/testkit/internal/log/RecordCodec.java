package io.linker.testkit.internal.log;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * A record in the file: the length of its body, the body's checksum, a byte of flags, the body. The flags stand outside
 * the checksum so that a scavenge can mark a record in place.
 */
final class RecordCodec {
    static final int HEADER_BYTES = 9;
    static final int FLAGS_OFFSET = 8;
    /** The last record of a write; without it the write is torn. */
    static final byte LAST = 1;
    /** Holds no event. */
    static final byte FILLER = 2;
    /** Its event was scavenged. */
    static final byte ERASED = 4;
    /** More than any event the node accepts, with names and numbers. */
    static final int MAX_BODY_BYTES = 17 << 20;

    private static final int FIXED_BODY_BYTES = 4 * Long.BYTES + 1 + 3 * Integer.BYTES;
    private static final int FILLER_BODY_BYTES = 55;

    private RecordCodec() {}

    static byte[] body(LogRecord record) {
        byte[] stream = record.stream().getBytes(StandardCharsets.UTF_8);
        byte[] type = record.type().getBytes(StandardCharsets.UTF_8);
        int metadataBytes = record.metadata().size();
        byte[] body = new byte
                [FIXED_BODY_BYTES
                        + stream.length
                        + type.length
                        + metadataBytes
                        + record.data().size()];
        ByteBuffer to = ByteBuffer.wrap(body);
        to.putLong(record.revision()).putLong(record.createdTicks());
        to.putLong(record.id().getMostSignificantBits()).putLong(record.id().getLeastSignificantBits());
        to.put((byte) (record.json() ? 1 : 0));
        to.putInt(stream.length).put(stream).putInt(type.length).put(type);
        to.putInt(metadataBytes);
        record.metadata().copyTo(to);
        record.data().copyTo(to);
        return body;
    }

    static byte[] fillerBody() {
        return new byte[FILLER_BODY_BYTES];
    }

    /** Reads a body; the event's bytes stay where they are in it. */
    static LogRecord read(byte[] body, long position) {
        ByteBuffer from = ByteBuffer.wrap(body);
        long revision = from.getLong();
        long created = from.getLong();
        UUID id = new UUID(from.getLong(), from.getLong());
        boolean json = from.get() == 1;
        String stream = text(body, from);
        String type = text(body, from);
        ByteString metadata = bytes(body, from, from.getInt());
        ByteString data = bytes(body, from, from.remaining());
        return new LogRecord(position, stream, revision, id, type, json, created, data, metadata);
    }

    private static String text(byte[] body, ByteBuffer from) {
        int length = from.getInt();
        String text = new String(body, from.position(), length, StandardCharsets.UTF_8);
        from.position(from.position() + length);
        return text;
    }

    private static ByteString bytes(byte[] body, ByteBuffer from, int length) {
        ByteString bytes =
                length == 0 ? ByteString.EMPTY : UnsafeByteOperations.unsafeWrap(body, from.position(), length);
        from.position(from.position() + length);
        return bytes;
    }

    static int checksum(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        return (int) crc.getValue();
    }
}
