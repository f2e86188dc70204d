package io.linker.testkit.internal.log;

import java.util.Arrays;

/**
 * Where the events of one stream are, and what hides them. Written under the log's lock, read by anybody: the arrays
 * are published by the volatile head.
 */
final class StreamIndex {
    static final int NONE = -1;

    private final String name;
    private int[] ordinals = new int[2];
    private volatile long head = -1;
    private volatile int tombstone = NONE;
    private volatile StreamMetadata metadata;

    StreamIndex(String name) {
        this.name = name;
        this.metadata = SystemNames.isMetastream(name) ? StreamMetadata.OF_METASTREAM : StreamMetadata.EMPTY;
    }

    /** The one copy of the stream's name that all of its events share. */
    String name() {
        return name;
    }

    /** Revision of the last event ever written, -1 if there is none. */
    long head() {
        return head;
    }

    /**
     * Adds events; readers see all of them or none. They follow the head, except in a log that is opened again, where
     * scavenged events are missing before them.
     */
    void addAll(long revision, int firstOrdinal, int count) {
        int next = (int) head + 1;
        int first = (int) revision;
        if (first + count > ordinals.length) {
            ordinals = Arrays.copyOf(ordinals, Math.max(first + count, next + (next >> 1)));
        }
        Arrays.fill(ordinals, next, first, NONE);
        for (int i = 0; i < count; i++) {
            ordinals[first + i] = firstOrdinal + i;
        }
        head = first + count - 1L;
    }

    /** Ordinal of a revision between 0 and the head; {@link #NONE} if its event is missing. */
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
