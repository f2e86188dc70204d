package io.linker.conflict;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.linker.event.Birth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Facts as JSON: flat, so that a projection reads them without ado. Keys that are not known are passed over. */
final class FactCodec {
    private static final JsonFactory JSON = new JsonFactory();

    private FactCodec() {}

    static byte[] encode(ConflictFact fact) {
        var out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("link", fact.link());
            json.writeStringField("origin", fact.origin());
            json.writeStringField("destination", fact.destination());
            json.writeStringField("decision", fact.decision().name());
            json.writeStringField("target", fact.target());
            json.writeStringField("why", fact.why());
            json.writeStringField("stream", fact.stream());
            json.writeStringField("eventId", fact.eventId().toString());
            json.writeStringField("eventType", fact.eventType());
            json.writeStringField("originStream", fact.originStream());
            json.writeNumberField("originRevision", fact.originRevision());
            write(json, "written", fact.birth());
            json.writeNumberField("expected", fact.expected());
            json.writeNumberField("actual", fact.actual());
            json.writeNumberField("unknown", fact.unknown().size());
            for (int i = 0; i < fact.unknown().size(); i++) {
                write(json, "unknown" + i, fact.unknown().get(i));
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, String of, Birth birth) throws IOException {
        json.writeStringField(of + "Database", birth.database());
        json.writeStringField(of + "Stream", birth.stream());
        json.writeNumberField(of + "Revision", birth.number());
    }

    static Optional<ConflictFact> decode(UUID id, byte[] data) {
        try {
            return Optional.of(read(id, fields(data)));
        } catch (IOException | IllegalArgumentException noFact) {
            return Optional.empty(); // somebody else wrote it
        }
    }

    private static ConflictFact read(UUID id, Map<String, String> fields) {
        List<Birth> unknown = new ArrayList<>();
        for (int i = 0; i < number(fields, "unknown"); i++) {
            unknown.add(birth(fields, "unknown" + i));
        }
        return new ConflictFact(
                id,
                text(fields, "link"),
                text(fields, "origin"),
                text(fields, "destination"),
                ConflictFact.Decision.valueOf(text(fields, "decision")),
                text(fields, "target"),
                text(fields, "why"),
                text(fields, "stream"),
                UUID.fromString(text(fields, "eventId")),
                text(fields, "eventType"),
                text(fields, "originStream"),
                number(fields, "originRevision"),
                birth(fields, "written"),
                number(fields, "expected"),
                number(fields, "actual"),
                unknown);
    }

    private static Birth birth(Map<String, String> fields, String of) {
        return new Birth(text(fields, of + "Database"), text(fields, of + "Stream"), number(fields, of + "Revision"));
    }

    private static String text(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private static long number(Map<String, String> fields, String name) {
        return Long.parseLong(text(fields, name));
    }

    private static Map<String, String> fields(byte[] data) throws IOException {
        var fields = new HashMap<String, String>();
        try (JsonParser json = JSON.createParser(data)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("no object");
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                if (json.nextToken().isScalarValue()) {
                    fields.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
        }
        return fields;
    }
}
