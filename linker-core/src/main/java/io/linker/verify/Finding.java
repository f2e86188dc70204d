package io.linker.verify;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One difference.
 *
 * @param kind what kind
 * @param stream the destination stream
 * @param id the event it is about; null where it is about a whole stream
 * @param words what is different, for a person who wants to look it up
 */
public record Finding(Kind kind, String stream, @Nullable UUID id, String words) {
    /** Kinds of difference. */
    public enum Kind {
        /** At the origin, not at the destination. */
        LOST,
        /** More often at the destination than at the origin. */
        DUPLICATED,
        /** At both, in another order. */
        REORDERED,
        /** At both, with another type, content type, data or metadata. */
        ALTERED,
        /** At the destination, not at the origin, and not anybody else's. */
        EXTRA,
        /** The stream is deleted or tombstoned at one side and not at the other. */
        LIFE,
        /** The newest stream metadata document differs. */
        STREAM_METADATA,
        /** A stream, or what was diverted, differs in more events than are compared; its other counts are lower bounds. */
        BEYOND_LIMIT
    }

    @Override
    public String toString() {
        return kind + " " + stream + ": " + words;
    }
}
