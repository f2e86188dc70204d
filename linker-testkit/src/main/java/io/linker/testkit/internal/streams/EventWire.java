package io.linker.testkit.internal.streams;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.linker.testkit.internal.log.LogRecord;
import java.io.IOException;
import java.util.UUID;

/**
 * Writes a recorded event without building a message: the generated classes with their property maps cost several
 * times as much as everything else on the way from the log to the socket. One object per event and call, for sizes
 * come before contents. Field numbers are those of {@code streams.proto} and {@code shared.proto}.
 */
final class EventWire {
    private static final String JSON = "application/json";
    private static final String BINARY = "application/octet-stream";

    private final LogRecord record;
    private final String id;
    private final String created;
    private final int idSize;
    private final int nameSize;
    private final int size;

    /** @param idAsText whether the id goes out as text instead of two numbers */
    EventWire(LogRecord record, boolean idAsText) {
        this.record = record;
        this.id = idAsText ? record.id().toString() : "";
        this.created = Long.toString(record.createdTicks());
        this.idSize = idAsText ? CodedOutputStream.computeStringSize(2, id) : field(structuredSize());
        this.nameSize = CodedOutputStream.computeStringSize(3, record.stream());
        this.size = computeSize();
    }

    int size() {
        return size;
    }

    private int computeSize() {
        return field(idSize)
                + field(nameSize)
                + CodedOutputStream.computeUInt64Size(3, record.revision())
                + CodedOutputStream.computeUInt64Size(4, record.position())
                + CodedOutputStream.computeUInt64Size(5, record.position())
                + field(propertySize("type", record.type()))
                + field(propertySize("content-type", contentType()))
                + field(propertySize("created", created))
                + bytesSize(7, record.metadata())
                + bytesSize(8, record.data());
    }

    void writeTo(CodedOutputStream out) throws IOException {
        begin(1, idSize, out);
        writeId(out);
        begin(2, nameSize, out);
        out.writeString(3, record.stream());
        out.writeUInt64(3, record.revision());
        out.writeUInt64(4, record.position());
        out.writeUInt64(5, record.position());
        writeProperty("type", record.type(), out);
        writeProperty("content-type", contentType(), out);
        writeProperty("created", created, out);
        writeBytes(7, record.metadata(), out);
        writeBytes(8, record.data(), out);
    }

    private void writeId(CodedOutputStream out) throws IOException {
        if (!id.isEmpty()) {
            out.writeString(2, id);
            return;
        }
        begin(1, structuredSize(), out);
        UUID uuid = record.id();
        out.writeInt64(1, uuid.getMostSignificantBits());
        out.writeInt64(2, uuid.getLeastSignificantBits());
    }

    private int structuredSize() {
        UUID uuid = record.id();
        return CodedOutputStream.computeInt64Size(1, uuid.getMostSignificantBits())
                + CodedOutputStream.computeInt64Size(2, uuid.getLeastSignificantBits());
    }

    private String contentType() {
        return record.json() ? JSON : BINARY;
    }

    private static int propertySize(String key, String value) {
        return CodedOutputStream.computeStringSize(1, key) + CodedOutputStream.computeStringSize(2, value);
    }

    private static void writeProperty(String key, String value, CodedOutputStream out) throws IOException {
        begin(6, propertySize(key, value), out);
        out.writeString(1, key);
        out.writeString(2, value);
    }

    private static int bytesSize(int number, ByteString value) {
        return value.isEmpty() ? 0 : CodedOutputStream.computeBytesSize(number, value);
    }

    private static void writeBytes(int number, ByteString value, CodedOutputStream out) throws IOException {
        if (!value.isEmpty()) {
            out.writeBytes(number, value);
        }
    }

    /** Size of a nested message with its tag and length; all tags here take one byte. */
    static int field(int size) {
        return 1 + CodedOutputStream.computeUInt32SizeNoTag(size) + size;
    }

    /** Begins a nested message of that size. */
    static void begin(int number, int size, CodedOutputStream out) throws IOException {
        out.writeTag(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(size);
    }
}
