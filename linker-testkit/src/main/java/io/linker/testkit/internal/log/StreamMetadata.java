package io.linker.testkit.internal.log;

import java.util.List;
import java.util.Map;

/**
 * The part of a metadata document that has a meaning to the server. Absent limits are zero.
 *
 * @param maxAgeSeconds events older than this are invisible
 * @param maxCount only this many of the newest events are visible
 * @param truncateBefore events with a lower revision are invisible; {@link #SOFT_DELETED} hides the whole stream
 * @param acl roles by right ({@code $r}, {@code $w}, {@code $d}, {@code $mr}, {@code $mw}); a right that is not named is absent
 */
public record StreamMetadata(long maxAgeSeconds, long maxCount, long truncateBefore, Map<String, List<String>> acl) {
    /** The {@code $tb} of a soft-deleted stream. */
    public static final long SOFT_DELETED = Long.MAX_VALUE;

    /** No limits, default rights: also what a malformed document means. */
    public static final StreamMetadata EMPTY = new StreamMetadata(0, 0, 0, Map.of());

    /** A metastream shows its newest event only, and its own metadata is not honoured. */
    static final StreamMetadata OF_METASTREAM = new StreamMetadata(0, 1, 0, Map.of());

    boolean softDeleted() {
        return truncateBefore == SOFT_DELETED;
    }
}
