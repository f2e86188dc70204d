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
        var named = named(origin, derived(origin, " revives"));
        return document(database, named, from == 0 ? new byte[] {'{', '}'} : truncateBefore(from));
    }

    /**
     * The document that repeats a delete where others write, too: it hides what its writer knew, and no more.
     *
     * @param standing what stands in the metadata stream, the rest of which stays
     * @param from the first revision that readers are to see
     * @param all whether its writer knew everything below that; only then the document tells where the delete stood
     */
    public static NewEvent hiding(
            String database, RecordedEvent origin, StreamDocument standing, long from, boolean all) {
        NewEvent document = document(database, origin, standing.withTruncateBefore(from));
        return all
                ? document
                : document.withMetadata(edit(document).nothing(Carrier.POSITION).bytes());
    }

    /** The document that says that a delete could not be repeated. It shows the whole stream, and the link back does so, too. */
    public static NewEvent undone(String database, RecordedEvent delete, StreamDocument standing) {
        byte[] shows = standing.without(false, true);
        NewEvent document = document(database, named(delete, derived(delete, " undone")), shows);
        return document.withMetadata(
                edit(document).number(Carrier.UNDONE, delete.revision()).bytes());
    }

    /** The document that shows again what a delete hid that is undone. */
    public static NewEvent restoring(String database, RecordedEvent undone, StreamDocument standing) {
        NewEvent document = document(database, undone, standing.without(false, true));
        return document.withMetadata(edit(document).nothing(Carrier.UNDONE).bytes());
    }

    private static JsonEdit edit(NewEvent document) {
        return new JsonEdit(((Carrier) Metadata.of(document.metadata())).object());
    }

    /** The revision of the delete that a document says is undone, in the database where it was made; -1 for any other document. */
    public static long undone(RecordedEvent document) {
        Member member = Metadata.of(document.metadata()) instanceof Carrier carrier
                ? carrier.object().last(Carrier.UNDONE)
                : null;
        String text = member == null || member.kind() != JsonToken.VALUE_NUMBER_INT ? null : member.text();
        return text == null || text.length() > 18 ? -1 : Long.parseLong(text);
    }

    private static UUID derived(RecordedEvent event, String what) {
        return UUID.nameUUIDFromBytes((event.id() + what).getBytes(StandardCharsets.UTF_8));
    }

    private static RecordedEvent named(RecordedEvent event, UUID id) {
        return new RecordedEvent(
                event.stream(),
                event.revision(),
                id,
                event.type(),
                true,
                new byte[0],
                new byte[0],
                event.created(),
                event.position());
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
        return read == null || !read.isSoftDelete() ? null : place(database, document);
    }

    /** Where the delete stood in {@code database} that a document is about; null for one that is about none. */
    public static @Nullable Position place(String database, RecordedEvent document) {
        if (Trail.of(document, false).revisionAt(database) < 0
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
