package io.linker.transform;

import com.fasterxml.jackson.core.JsonToken;
import io.linker.transform.JsonObject.Member;
import io.linker.transform.Metadata.Opaque;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stream metadata document: what the newest event of {@code $$S} says about {@code S}. Edits are splices. */
public final class StreamDocument {
    /** The {@code $tb} of a stream that is soft-deleted. */
    public static final long DELETED = Long.MAX_VALUE;

    /** The one of a stream that has none. */
    public static final StreamDocument EMPTY = empty();

    private static final String TRUNCATE_BEFORE = "$tb";
    private static final String ACCESS = "$acl";
    private static final Set<String> HIDING = Set.of(TRUNCATE_BEFORE, "$maxAge", "$maxCount");

    private final JsonObject object;

    private StreamDocument(JsonObject object) {
        this.object = object;
    }

    private static StreamDocument empty() {
        try {
            return new StreamDocument(JsonObject.scanLenient(new byte[] {'{', '}'}));
        } catch (IOException impossible) {
            throw new AssertionError("{} is an object", impossible);
        }
    }

    /** Reads a document as tolerantly as the server does; null for what the server takes for an empty one. */
    public static @Nullable StreamDocument read(byte[] data) {
        Opaque opaque = Opaque.atFirstSight(data);
        if (opaque != null && opaque.why() == Opaque.Why.ENCODING) {
            return null;
        }
        try {
            return new StreamDocument(JsonObject.scanLenient(data));
        } catch (IOException malformed) {
            return null;
        }
    }

    /** The revision below which events of the stream are hidden. */
    public OptionalLong truncateBefore() {
        Member member = object.last(TRUNCATE_BEFORE);
        if (member == null || member.kind() != JsonToken.VALUE_NUMBER_INT || member.text() == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(member.text()));
        } catch (NumberFormatException beyondLong) {
            return OptionalLong.empty();
        }
    }

    /** Whether it soft-deletes its stream. */
    public boolean isSoftDelete() {
        OptionalLong truncateBefore = truncateBefore();
        return truncateBefore.isPresent() && truncateBefore.getAsLong() == DELETED;
    }

    /** Whether readers may see less than all of the stream. */
    public boolean hides() {
        return object.members().stream().anyMatch(member -> HIDING.contains(member.name()));
    }

    /** Whether it says nothing but where the stream begins. */
    public boolean onlyTruncates() {
        return truncateBefore().isPresent()
                && object.members().stream().allMatch(member -> member.name().equals(TRUNCATE_BEFORE));
    }

    /**
     * The document without some of its keys.
     *
     * @param access whether {@code $acl} goes
     * @param truncation whether {@code $tb} goes
     */
    public byte[] without(boolean access, boolean truncation) {
        return object.without(name -> (access && name.equals(ACCESS)) || (truncation && name.equals(TRUNCATE_BEFORE)));
    }

    /** The document with another {@code $tb}. */
    public byte[] withTruncateBefore(long revision) {
        return new JsonEdit(object).number(TRUNCATE_BEFORE, revision).bytes();
    }
}
