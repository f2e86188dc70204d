package io.linker.esdb;

import com.eventstore.dbclient.proto.shared.Shared;
import com.eventstore.dbclient.proto.shared.Shared.StreamIdentifier;
import com.eventstore.dbclient.proto.shared.Shared.UUID.Structured;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadResp;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadResp.ReadEvent;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads recorded events off the wire; unknown fields are passed over, and of a field that comes twice the last counts. */
final class EventDecoder {
    private static final int KEY = 1;
    private static final int VALUE = 2;

    private final CodedInputStream in;

    private String stream = "";
    private long revision;
    private long mostOfId;
    private long leastOfId;
    private long commit;
    private long prepare;
    private String type = "";
    private boolean json;
    private Instant created = Instant.EPOCH;
    private byte[] data = {};
    private byte[] metadata = {};
    private String key = "";
    private String value = "";

    private EventDecoder(CodedInputStream in) {
        this.in = in;
    }

    /** A field of a message, whose number was just read. */
    private interface Field {
        /** Reads its value; false if nothing was read, because nobody knows the field. */
        boolean read(int number) throws IOException;
    }

    /** Decodes one answer. */
    static ReadMessage message(byte[] bytes) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        boolean event = WireFormat.getTagFieldNumber(in.readTag()) == ReadResp.EVENT_FIELD_NUMBER;
        return event ? event(in) : new ReadMessage.Other(ReadResp.parseFrom(bytes));
    }

    private static ReadMessage.Event event(CodedInputStream in) throws IOException {
        var found = new @Nullable RecordedEvent[2];
        nested(in, number -> {
            switch (number) {
                case ReadEvent.EVENT_FIELD_NUMBER -> found[0] = new EventDecoder(in).recorded();
                case ReadEvent.LINK_FIELD_NUMBER -> found[1] = new EventDecoder(in).recorded();
                default -> {
                    return false;
                }
            }
            return true;
        });
        return new ReadMessage.Event(found[0], found[1]);
    }

    private RecordedEvent recorded() throws IOException {
        nested(in, this::field);
        return new RecordedEvent(
                stream,
                revision,
                new UUID(mostOfId, leastOfId),
                type,
                json,
                data,
                metadata,
                created,
                new Position(commit, prepare));
    }

    private boolean field(int number) throws IOException {
        switch (number) {
            case ReadEvent.RecordedEvent.ID_FIELD_NUMBER -> nested(in, this::id);
            case ReadEvent.RecordedEvent.STREAM_IDENTIFIER_FIELD_NUMBER -> nested(in, this::name);
            case ReadEvent.RecordedEvent.STREAM_REVISION_FIELD_NUMBER -> revision = in.readUInt64();
            case ReadEvent.RecordedEvent.PREPARE_POSITION_FIELD_NUMBER -> prepare = in.readUInt64();
            case ReadEvent.RecordedEvent.COMMIT_POSITION_FIELD_NUMBER -> commit = in.readUInt64();
            case ReadEvent.RecordedEvent.METADATA_FIELD_NUMBER -> entry();
            case ReadEvent.RecordedEvent.CUSTOM_METADATA_FIELD_NUMBER -> metadata = in.readByteArray();
            case ReadEvent.RecordedEvent.DATA_FIELD_NUMBER -> data = in.readByteArray();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean name(int number) throws IOException {
        if (number != StreamIdentifier.STREAM_NAME_FIELD_NUMBER) {
            return false;
        }
        stream = new String(in.readByteArray(), StandardCharsets.UTF_8);
        return true;
    }

    private boolean id(int number) throws IOException {
        switch (number) {
            case Shared.UUID.STRUCTURED_FIELD_NUMBER -> nested(in, this::half);
            case Shared.UUID.STRING_FIELD_NUMBER -> {
                UUID id = Messages.uuid(in.readStringRequireUtf8());
                mostOfId = id.getMostSignificantBits();
                leastOfId = id.getLeastSignificantBits();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean half(int number) throws IOException {
        switch (number) {
            case Structured.MOST_SIGNIFICANT_BITS_FIELD_NUMBER -> mostOfId = in.readInt64();
            case Structured.LEAST_SIGNIFICANT_BITS_FIELD_NUMBER -> leastOfId = in.readInt64();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void entry() throws IOException {
        key = "";
        value = "";
        nested(in, this::ofEntry);
        switch (key) {
            case Messages.TYPE -> type = value;
            case Messages.CONTENT_TYPE -> json = value.equals(Messages.JSON);
            case Messages.CREATED -> created = Messages.created(value);
            default -> {
                // of no use here
            }
        }
    }

    private boolean ofEntry(int number) throws IOException {
        switch (number) {
            case KEY -> key = in.readStringRequireUtf8();
            case VALUE -> value = in.readStringRequireUtf8();
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void nested(CodedInputStream in, Field field) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (!field.read(WireFormat.getTagFieldNumber(tag))) {
                in.skipField(tag);
            }
        }
        in.checkLastTagWas(0);
        in.popLimit(outer);
    }
}
