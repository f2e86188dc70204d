package io.linker.testkit.internal.groups;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** The JSON documents the server writes for a group: keys in its order, values that are a type's default left out. */
final class ServerJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);

    private ServerJson() {}

    /** What is written with a parked event. */
    static String parked(Instant added, String reason, long revision) {
        return indented(json -> {
            json.writeStringField("added", time(added));
            json.writeStringField("reason", reason);
            number(json, "subscriptionEventNumber", revision);
        });
    }

    /** Metadata of a stream that is the administrators' own. */
    static String truncatedForAdmins(long truncateBefore) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("$tb", truncateBefore);
            json.writeObjectFieldStart("$acl");
            for (String right : List.of("$r", "$w", "$d", "$mr", "$mw")) {
                json.writeStringField(right, "$admins");
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    static String indented(Fields fields) {
        StringWriter text = new StringWriter();
        DefaultIndenter twoSpaces = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(twoSpaces)
                .withArrayIndenter(twoSpaces);
        try (JsonGenerator json = JSON.createGenerator(text).setPrettyPrinter(printer)) {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    static void number(JsonGenerator json, String key, long value) throws IOException {
        if (value != 0) {
            json.writeNumberField(key, value);
        }
    }

    static void flag(JsonGenerator json, String key, boolean value) throws IOException {
        if (value) {
            json.writeBooleanField(key, true);
        }
    }

    /** Writes the fields of an object that is already open. */
    interface Fields {
        void writeTo(JsonGenerator json) throws IOException;
    }
}
