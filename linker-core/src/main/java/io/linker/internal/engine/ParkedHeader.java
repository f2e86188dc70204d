package io.linker.internal.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.linker.event.RecordedEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The description of a parked event, as JSON. */
final class ParkedHeader {
    private static final JsonFactory JSON = new JsonFactory();

    private ParkedHeader() {}

    static byte[] encode(RecordedEvent event, String why, int dataParts, int metadataParts) {
        var out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("reason", why);
            json.writeStringField("stream", event.stream());
            json.writeNumberField("revision", event.revision());
            json.writeStringField("id", event.id().toString());
            json.writeStringField("type", event.type());
            json.writeBooleanField("json", event.json());
            json.writeStringField("created", event.created().toString());
            json.writeStringField("position", event.position().toString());
            json.writeNumberField("dataParts", dataParts);
            json.writeNumberField("metadataParts", metadataParts);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
