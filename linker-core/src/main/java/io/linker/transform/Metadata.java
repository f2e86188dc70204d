package io.linker.transform;

import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The custom metadata of an event, looked at once. It can carry a trail if it is one JSON object in UTF-8:
 *
 * <table>
 * <caption>What can carry a trail</caption>
 * <tr><th>bytes</th><th>result</th></tr>
 * <tr><td>none</td><td>carries; becomes an object</td></tr>
 * <tr><td>an object, white space around it</td><td>carries</td></tr>
 * <tr><td>a UTF-8 byte order mark, then an object</td><td>carries; the mark stays</td></tr>
 * <tr><td>white space only; an array, a string, a number, {@code null}; text; binary</td>
 *     <td>{@link Opaque.Why#NOT_AN_OBJECT}</td></tr>
 * <tr><td>UTF-16 or UTF-32, with or without a mark</td><td>{@link Opaque.Why#ENCODING}</td></tr>
 * <tr><td>begins like an object but breaks a rule of JSON, or something follows the object, a NUL included</td>
 *     <td>{@link Opaque.Why#MALFORMED}</td></tr>
 * </table>
 */
public sealed interface Metadata {
    /** Looks at the metadata of an event. Never throws. */
    static Metadata of(byte[] bytes) {
        if (bytes.length == 0) {
            return Carrier.EMPTY;
        }
        Opaque opaque = Opaque.atFirstSight(bytes);
        if (opaque != null) {
            return opaque;
        }
        try {
            return new Carrier(JsonObject.scan(bytes, Carrier.KEYS::contains));
        } catch (IOException malformed) {
            return new Opaque(Opaque.Why.MALFORMED);
        }
    }

    /**
     * The trail of the event that has this metadata; {@link Trail#NONE} where there is none that counts.
     *
     * @param id the event's id: a trail with another one was copied there by an application
     * @param strict whether a trail without an id, as the .NET Linker writes it, counts for nothing
     */
    Trail trail(UUID id, boolean strict);

    /** Whether its writer marked the event {@code $local}, with whatever value: it stays where it is. */
    boolean isLocal();

    /** An object, or nothing, which becomes one. */
    final class Carrier implements Metadata {
        static final String ORIGIN = "$origin";
        static final String REVISIONS = "$revisions";
        static final String STREAM = "$eventStreamId";
        static final String NUMBER = "$eventNumber";
        static final String ID = "$eventId";
        static final String APPLIES = "$applies";
        static final String ERROR = "$error";
        static final String LOCAL = "$local";
        static final String POSITION = "$position";
        static final String UNDONE = "$undone";
        static final Set<String> KEYS =
                Set.of(ORIGIN, REVISIONS, STREAM, NUMBER, ID, APPLIES, ERROR, LOCAL, POSITION, UNDONE);
        private static final byte[] EMPTY_OBJECT = {'{', '}'};
        private static final Carrier EMPTY = empty();

        private final JsonObject object;

        private Carrier(JsonObject object) {
            this.object = object;
        }

        private static Carrier empty() {
            try {
                return new Carrier(JsonObject.scan(EMPTY_OBJECT, KEYS::contains));
            } catch (IOException impossible) {
                throw new AssertionError("{} is an object", impossible);
            }
        }

        JsonObject object() {
            return object;
        }

        @Override
        public Trail trail(UUID id, boolean strict) {
            return object.members().isEmpty() ? Trail.NONE : TrailReader.read(object, id, strict);
        }

        @Override
        public boolean isLocal() {
            return object.last(LOCAL) != null;
        }
    }

    /** Something that cannot carry a trail, and travels as it is or not at all. */
    record Opaque(Why why) implements Metadata {
        /** Why it cannot. */
        public enum Why {
            /** Neither an object nor empty. */
            NOT_AN_OBJECT("metadata is not a JSON object"),
            /** Not UTF-8. */
            ENCODING("metadata is UTF-16 or UTF-32"),
            /** Begins like an object and is none. */
            MALFORMED("metadata begins like a JSON object but is malformed");

            private final String text;

            Why(String text) {
                this.text = text;
            }

            @Override
            public String toString() {
                return text;
            }
        }

        /** Spares the parser, and its exception, what cannot be an object: most binary metadata. */
        static @Nullable Opaque atFirstSight(byte[] bytes) {
            for (int i = 0; i < Math.min(4, bytes.length); i++) {
                if (bytes[i] == 0 || bytes[i] == (byte) 0xFE || bytes[i] == (byte) 0xFF) {
                    return new Opaque(Why.ENCODING);
                }
            }
            int first = JsonObject.start(bytes);
            while (first < bytes.length && " \t\r\n".indexOf(bytes[first]) >= 0) {
                first++;
            }
            boolean object = first < bytes.length && bytes[first] == '{';
            return object ? null : new Opaque(Why.NOT_AN_OBJECT);
        }

        @Override
        public Trail trail(UUID id, boolean strict) {
            return Trail.NONE;
        }

        @Override
        public boolean isLocal() {
            return false;
        }
    }
}
