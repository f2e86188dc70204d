package io.linker;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.linker.event.Position;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Where applications moved from one database to another.
 *
 * @param origin the newest selected event of the origin; all up to it is at the destination
 * @param destination the newest event of the destination then; what applications write there stands behind it
 * @param time when that was
 */
public record Switchover(Position origin, Position destination, Instant time) {
    static final String TYPE = "linker-switchover";

    private static final JsonFactory JSON = new JsonFactory();

    static String stream(String link) {
        return "linker-migration-" + link;
    }

    byte[] encode() {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("origin", origin.toString());
            json.writeStringField("destination", destination.toString());
            json.writeStringField("time", time.toString());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException if this is not what {@link #encode} wrote */
    static Switchover decode(byte[] data) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = JSON.createParser(data)) {
            json.nextToken();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                fields.put(name, json.getText());
                json.skipChildren();
            }
            return new Switchover(
                    Position.parse(fields.getOrDefault("origin", "")),
                    Position.parse(fields.getOrDefault("destination", "")),
                    Instant.parse(fields.getOrDefault("time", "")));
        } catch (IOException | RuntimeException malformed) {
            throw new IllegalArgumentException("Not a switch-over that a migration noted", malformed);
        }
    }
}
