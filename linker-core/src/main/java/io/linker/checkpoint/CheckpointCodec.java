package io.linker.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.linker.error.CheckpointException;
import io.linker.event.OriginPosition;
import io.linker.event.Position;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints as JSON. Keys that are not known are passed over, so that an older version reads what a newer one wrote.
 * Positions are strings: they are unsigned 64-bit numbers, which many JSON readers round.
 */
public final class CheckpointCodec {
    private static final JsonFactory FACTORY = new JsonFactory();

    private CheckpointCodec() {}

    /** The checkpoint as one JSON object in UTF-8; equal checkpoints give equal bytes. */
    public static byte[] encode(Checkpoint checkpoint) {
        var bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            write(json, checkpoint);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws CheckpointException of kind {@code MALFORMED}, naming what is missing or wrong
     */
    public static Checkpoint decode(byte[] json) {
        try {
            return read(new Fields("", JsonTree.read(json)));
        } catch (IOException | IllegalArgumentException malformed) {
            throw new CheckpointException(
                    CheckpointException.Kind.MALFORMED, "Not a checkpoint: " + malformed.getMessage(), malformed);
        }
    }

    static void write(JsonGenerator json, Checkpoint checkpoint) throws IOException {
        json.writeStartObject();
        json.writeStringField("link", checkpoint.link());
        writePosition(json, checkpoint.position());
        json.writeNumberField("epoch", checkpoint.epoch());
        json.writeStringField("instance", checkpoint.instance().toString());
        json.writeStringField("time", checkpoint.time().toString());
        writeNumbers(json, "counters", checkpoint.counters());
        writeWitness(json, "origin", checkpoint.origin());
        writeWitness(json, "destination", checkpoint.destination());
        json.writeStringField("filter", checkpoint.filter());
        json.writeObjectFieldStart("share");
        json.writeNumberField("index", checkpoint.share().index());
        json.writeNumberField("count", checkpoint.share().count());
        json.writeEndObject();
        json.writeEndObject();
    }

    static Checkpoint read(Fields fields) {
        Fields share = fields.object("share");
        return new Checkpoint(
                fields.string("link"),
                readPosition(fields.object("position")),
                fields.number("epoch"),
                UUID.fromString(fields.string("instance")),
                fields.time("time"),
                fields.object("counters").numbers(),
                readWitness(fields.objectIfPresent("origin")),
                readWitness(fields.objectIfPresent("destination")),
                fields.string("filter"),
                new Share(Math.toIntExact(share.number("index")), Math.toIntExact(share.number("count"))));
    }

    private static void writePosition(JsonGenerator json, OriginPosition position) throws IOException {
        json.writeObjectFieldStart("position");
        if (position instanceof OriginPosition.All all) {
            writePlace(json, all.position());
        } else if (position instanceof OriginPosition.Streams streams) {
            writeNumbers(json, "streams", streams.revisions());
        }
        json.writeEndObject();
    }

    private static OriginPosition readPosition(Fields fields) {
        Fields streams = fields.objectIfPresent("streams");
        return streams == null
                ? new OriginPosition.All(readPlace(fields))
                : new OriginPosition.Streams(streams.numbers());
    }

    private static void writeWitness(JsonGenerator json, String name, @Nullable Witness witness) throws IOException {
        if (witness == null) {
            return;
        }
        json.writeObjectFieldStart(name);
        json.writeStringField("stream", witness.stream());
        json.writeNumberField("revision", witness.revision());
        json.writeStringField("id", witness.id().toString());
        writePlace(json, witness.position());
        json.writeEndObject();
    }

    private static @Nullable Witness readWitness(@Nullable Fields fields) {
        return fields == null
                ? null
                : new Witness(
                        fields.string("stream"),
                        fields.number("revision"),
                        UUID.fromString(fields.string("id")),
                        readPlace(fields));
    }

    private static void writePlace(JsonGenerator json, Position position) throws IOException {
        json.writeStringField("commit", Long.toUnsignedString(position.commit()));
        json.writeStringField("prepare", Long.toUnsignedString(position.prepare()));
    }

    private static Position readPlace(Fields fields) {
        return new Position(
                Long.parseUnsignedLong(fields.string("commit")), Long.parseUnsignedLong(fields.string("prepare")));
    }

    private static void writeNumbers(JsonGenerator json, String name, Map<String, Long> numbers) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Long> entry : new TreeMap<>(numbers).entrySet()) {
            json.writeNumberField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }
}
