package io.linker.examples.shop;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;

/** Writes flat JSON objects. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** An object of alternating keys and values: strings, numbers, booleans. */
    static byte[] object(Object... keysAndValues) {
        var bytes = new ByteArrayOutputStream(256);
        try (var json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            for (int i = 0; i < keysAndValues.length; i += 2) {
                json.writeFieldName((String) keysAndValues[i]);
                Object value = keysAndValues[i + 1];
                if (value instanceof BigDecimal amount) {
                    json.writeNumber(amount);
                } else {
                    json.writeObject(value);
                }
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
