package io.linker.transform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object as bytes, with the places of the members somebody asked for. Edits copy every byte they are not about:
 * white space, order, duplicate keys, numbers and escapes stay as they were written.
 */
final class JsonObject {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** What JSON is by its standard, whatever the size: the parser's usual limits would refuse events that databases hold. */
    private static final JsonFactory STRICT = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** What the server's own parser takes beyond the standard when it reads a stream metadata document. */
    private static final JsonFactory LENIENT = STRICT.rebuild()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final byte[] bytes;
    private final List<Member> members;
    private final boolean empty;
    private final int close;

    private JsonObject(byte[] bytes, List<Member> members, boolean empty, int close) {
        this.bytes = bytes;
        this.members = members;
        this.empty = empty;
        this.close = close;
    }

    /**
     * A member of the object, its places as offsets into the bytes.
     *
     * @param text the value where it is a string or a number, else null
     */
    record Member(
            String name,
            int nameStart,
            int valueStart,
            int valueEnd,
            JsonToken kind,
            @Nullable String text) {}

    /**
     * Scans a whole document that has to be one object in UTF-8, perhaps after a byte order mark, and nothing else.
     *
     * @param wanted names of the members to remember
     * @throws IOException if it is not
     */
    static JsonObject scan(byte[] bytes, Predicate<String> wanted) throws IOException {
        return scan(STRICT, bytes, wanted);
    }

    /** Scans a stream metadata document as tolerantly as the server does, remembering all members. */
    static JsonObject scanLenient(byte[] bytes) throws IOException {
        return scan(LENIENT, bytes, name -> true);
    }

    /** Where the first byte after a byte order mark is. */
    static int start(byte[] bytes) {
        boolean marked = bytes.length >= BYTE_ORDER_MARK.length
                && bytes[0] == BYTE_ORDER_MARK[0]
                && bytes[1] == BYTE_ORDER_MARK[1]
                && bytes[2] == BYTE_ORDER_MARK[2];
        return marked ? BYTE_ORDER_MARK.length : 0;
    }

    private static JsonObject scan(JsonFactory factory, byte[] bytes, Predicate<String> wanted) throws IOException {
        int start = start(bytes);
        try (JsonParser parser = factory.createParser(bytes, start, bytes.length - start)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            List<Member> members = List.of();
            boolean empty = true;
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                empty = false;
                if (wanted.test(name)) {
                    members = members.isEmpty() ? new ArrayList<>() : members;
                    members.add(member(parser, name, start));
                } else {
                    parser.nextToken();
                    parser.skipChildren();
                }
            }
            int close = start + (int) parser.currentTokenLocation().getByteOffset();
            if (factory == STRICT && parser.nextToken() != null) {
                throw new IOException("something follows the JSON object");
            }
            return new JsonObject(bytes, members, empty, close);
        }
    }

    private static Member member(JsonParser parser, String name, int start) throws IOException {
        int nameStart = start + (int) parser.currentTokenLocation().getByteOffset();
        JsonToken kind = parser.nextToken();
        int valueStart = start + (int) parser.currentTokenLocation().getByteOffset();
        String text = null;
        if (kind == JsonToken.VALUE_STRING || kind.isNumeric()) {
            text = parser.getText();
        } else {
            parser.skipChildren();
        }
        int valueEnd = start + (int) parser.currentLocation().getByteOffset();
        return new Member(name, nameStart, valueStart, valueEnd, kind, text);
    }

    /** The remembered members, in order. */
    List<Member> members() {
        return members;
    }

    /** The member that counts: of several with this name the last, as parsers have it. */
    @Nullable
    Member last(String name) {
        for (int i = members.size() - 1; i >= 0; i--) {
            if (members.get(i).name.equals(name)) {
                return members.get(i);
            }
        }
        return null;
    }

    /** The bytes without the members that have one of these names; all members have to be remembered. */
    byte[] without(Predicate<String> names) {
        var kept = new ByteArrayOutputStream(bytes.length);
        int from = 0;
        Member previous = null;
        boolean anyKept = false;
        for (Member member : members) {
            // What stands before a member is copied with it: the brace's white space, or the comma after the previous
            // one.
            int gap = previous == null ? from : previous.valueEnd;
            if (previous == null) {
                kept.write(bytes, from, member.nameStart - from);
                gap = member.nameStart;
            }
            if (!names.test(member.name)) {
                int begin = anyKept ? gap : member.nameStart;
                kept.write(bytes, begin, member.valueEnd - begin);
                anyKept = true;
            }
            previous = member;
        }
        from = previous == null ? 0 : previous.valueEnd;
        kept.write(bytes, from, bytes.length - from);
        return kept.toByteArray();
    }

    byte[] bytes() {
        return bytes;
    }

    /** Whether it has no members at all. */
    boolean isEmpty() {
        return empty;
    }

    /** Where its closing brace is. */
    int close() {
        return close;
    }
}
