package io.linker.testkit.internal.log;

import java.util.Arrays;

/**
 * Where the events of one stream are, and what hides them. Written under the log's lock, read by anybody: the arrays
 * are published by the volatile head.
 */
final class StreamIndex {
    static final int NONE = -1;

    private int[] ordinals = new int[2];
    private volatile long head = -1;
    private volatile int tombstone = NONE;
    private volatile StreamMetadata metadata;

    StreamIndex(String name) {
        this.metadata = SystemNames.isMetastream(name) ? StreamMetadata.OF_METASTREAM : StreamMetadata.EMPTY;
    }

    /** Revision of the last event ever written, -1 if there is none. */
    long head() {
        return head;
    }

    /** Adds the events that follow the head; readers see all of them or none. */
    void addAll(int firstOrdinal, int count) {
        int next = (int) head + 1;
        if (next + count > ordinals.length) {
            ordinals = Arrays.copyOf(ordinals, Math.max(next + count, next + (next >> 1)));
        }
        for (int i = 0; i < count; i++) {
            ordinals[next + i] = firstOrdinal + i;
        }
        head = next + count - 1L;
    }

    /** Ordinal of a revision between 0 and the head. */
    int ordinal(long revision) {
        return ordinals[(int) revision];
    }

    boolean tombstoned() {
        return tombstone != NONE;
    }

    int tombstone() {
        return tombstone;
    }

    void tombstone(int ordinal) {
        tombstone = ordinal;
    }

    StreamMetadata metadata() {
        return metadata;
    }

    void document(StreamMetadata newest) {
        metadata = newest;
    }

    boolean softDeleted() {
        return metadata.softDeleted();
    }

    /** The lowest revision that age does not matter for. */
    long firstVisible() {
        StreamMetadata limits = metadata;
        long byCount = limits.maxCount() > 0 ? head - limits.maxCount() + 1 : 0;
        return Math.max(0, Math.max(byCount, limits.truncateBefore()));
    }
}
