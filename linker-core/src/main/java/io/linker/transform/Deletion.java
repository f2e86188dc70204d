package io.linker.transform;

import com.fasterxml.jackson.core.JsonToken;
import io.linker.event.NewEvent;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.transform.JsonObject.Member;
import io.linker.transform.Metadata.Carrier;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A soft delete as a document of the metadata stream: with the id it has at its origin, so that it is idempotent and can be
 * found again, and with its place there, so that a deleted stream says how far its copy has come.
 */
public final class Deletion {
    private static final Pattern PLACE = Pattern.compile("C:([0-9]{1,20})/P:([0-9]{1,20})");

    private Deletion() {}

    /** The document that repeats a delete which was read from {@code database}. */
    public static NewEvent of(String database, RecordedEvent origin) {
        return document(database, origin, truncateBefore(StreamDocument.DELETED));
    }

    /**
     * A document that brings a deleted stream back; it has an id of its own.
     *
     * @param from the first revision that readers are to see
     */
    public static NewEvent revival(String database, RecordedEvent origin, long from) {
        UUID id = UUID.nameUUIDFromBytes((origin.id() + " revives").getBytes(StandardCharsets.UTF_8));
        var named = new RecordedEvent(
                origin.stream(),
                origin.revision(),
                id,
                origin.type(),
                true,
                new byte[0],
                new byte[0],
                origin.created(),
                origin.position());
        return document(database, named, from == 0 ? new byte[] {'{', '}'} : truncateBefore(from));
    }

    private static byte[] truncateBefore(long revision) {
        return ("{\"$tb\":" + revision + "}").getBytes(StandardCharsets.UTF_8);
    }

    private static NewEvent document(String database, RecordedEvent origin, byte[] data) {
        Trail trail = Trail.of(origin, false);
        Metadata metadata = Metadata.of(trail.isNone() ? new byte[0] : origin.metadata());
        byte[] traced = new Provenance(database).extend((Carrier) metadata, trail, origin);
        byte[] placed = new JsonEdit(((Carrier) Metadata.of(traced)).object())
                .string(Carrier.POSITION, origin.position().toString())
                .bytes();
        return new NewEvent(origin.id(), RecordedEvent.METADATA_TYPE, true, data, placed);
    }

    /** Where the delete stood in {@code database}; null for one that does not say so, and for what is no delete. */
    public static @Nullable Position position(String database, RecordedEvent document) {
        StreamDocument read = document.json() ? StreamDocument.read(document.data()) : null;
        if (read == null
                || !read.isSoftDelete()
                || Trail.of(document, false).revisionAt(database) < 0
                || !(Metadata.of(document.metadata()) instanceof Carrier carrier)) {
            return null;
        }
        Member member = carrier.object().last(Carrier.POSITION);
        String text = member == null || member.kind() != JsonToken.VALUE_STRING ? null : member.text();
        Matcher place = PLACE.matcher(text == null ? "" : text);
        try {
            return place.matches()
                    ? new Position(Long.parseUnsignedLong(place.group(1)), Long.parseUnsignedLong(place.group(2)))
                    : null;
        } catch (NumberFormatException malformed) {
            return null;
        }
    }
}
