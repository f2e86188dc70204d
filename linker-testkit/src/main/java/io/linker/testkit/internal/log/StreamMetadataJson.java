package io.linker.testkit.internal.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads and rewrites metadata documents. One malformed known key voids the whole document, as on the server. */
final class StreamMetadataJson {
    private static final String TRUNCATE_BEFORE = "$tb";
    private static final Set<String> RIGHTS = Set.of("$r", "$w", "$d", "$mr", "$mw");
    /** Seconds beyond this overflow the server's time span. */
    private static final long MAX_AGE_LIMIT = 922_337_203_685L;

    /** The server's JSON reader is lenient in the same ways. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .build();

    private StreamMetadataJson() {}

    static StreamMetadata parse(ByteString document) {
        try (JsonParser json = JSON.createParser(document.newInput())) {
            return json.nextToken() == JsonToken.START_OBJECT ? parseObject(json) : StreamMetadata.EMPTY;
        } catch (IOException malformed) {
            return StreamMetadata.EMPTY;
        }
    }

    private static StreamMetadata parseObject(JsonParser json) throws IOException {
        long maxAge = 0;
        long maxCount = 0;
        long truncateBefore = 0;
        Map<String, List<String>> acl = Map.of();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "$maxAge" -> maxAge = positive(json, MAX_AGE_LIMIT);
                case "$maxCount" -> maxCount = positive(json, Long.MAX_VALUE);
                case TRUNCATE_BEFORE -> truncateBefore = positive(json, Long.MAX_VALUE);
                case "$cacheControl" -> positive(json, MAX_AGE_LIMIT);
                case "$tmp" -> expect(json.currentToken().isBoolean(), json);
                case "$acl" -> acl = acl(json);
                default -> json.skipChildren();
            }
        }
        expect(json.currentToken() == JsonToken.END_OBJECT, json);
        return new StreamMetadata(maxAge, maxCount, truncateBefore, acl);
    }

    /** Zero and below mean that the key is not there. */
    private static long positive(JsonParser json, long limit) throws IOException {
        expect(json.currentToken() == JsonToken.VALUE_NUMBER_INT, json);
        long value = json.getLongValue();
        expect(value <= limit, json);
        return Math.max(0, value);
    }

    private static Map<String, List<String>> acl(JsonParser json) throws IOException {
        expect(json.currentToken() == JsonToken.START_OBJECT, json);
        Map<String, List<String>> acl = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String right = json.currentName();
            expect(RIGHTS.contains(right), json);
            json.nextToken();
            acl.put(right, roles(json));
        }
        return Map.copyOf(acl);
    }

    private static List<String> roles(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return List.of(json.getText());
        }
        expect(json.currentToken() == JsonToken.START_ARRAY, json);
        List<String> roles = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json.currentToken() == JsonToken.VALUE_STRING, json);
            roles.add(json.getText());
        }
        return List.copyOf(roles);
    }

    private static void expect(boolean holds, JsonParser json) throws IOException {
        if (!holds) {
            throw new IOException("unexpected metadata at " + json.currentLocation());
        }
    }

    /** The document of a soft-deleted stream, exactly as the server writes it. */
    static ByteString softDeleted() {
        return ByteString.copyFromUtf8("{\"$tb\":" + StreamMetadata.SOFT_DELETED + "}");
    }

    /** The same document with another {@code $tb}, its other keys in their order; empty if it is not a JSON object. */
    static Optional<ByteString> withTruncateBefore(ByteString document, long truncateBefore) {
        ByteString.Output out = ByteString.newOutput();
        try (JsonParser json = JSON.createParser(document.newInput());
                JsonGenerator to = JSON.createGenerator(out)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            copyWith(truncateBefore, json, to);
        } catch (IOException malformed) {
            return Optional.empty();
        }
        return Optional.of(out.toByteString());
    }

    private static void copyWith(long truncateBefore, JsonParser json, JsonGenerator to) throws IOException {
        boolean placed = false;
        to.writeStartObject();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean ours = json.currentName().equals(TRUNCATE_BEFORE);
            to.writeFieldName(json.currentName());
            json.nextToken();
            if (ours) {
                to.writeNumber(truncateBefore);
                json.skipChildren();
                placed = true;
            } else {
                to.copyCurrentStructure(json);
            }
        }
        expect(json.currentToken() == JsonToken.END_OBJECT, json);
        if (!placed) {
            to.writeNumberField(TRUNCATE_BEFORE, truncateBefore);
        }
        to.writeEndObject();
    }
}
