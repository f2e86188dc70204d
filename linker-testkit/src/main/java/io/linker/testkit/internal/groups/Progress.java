package io.linker.testkit.internal.groups;

import java.util.TreeMap;

/**
 * How far a group has come: numbers the events in the order they are taken from the source and knows which of them are
 * unfinished. Events the filter passes over count as finished; the checkpoint moves across them.
 */
final class Progress {
    /** No position: nothing was taken from the source yet. */
    static final long NONE = -1;

    private final TreeMap<Long, Long> positionBefore = new TreeMap<>();
    private long lastSequence;
    private long lastPosition;

    private Progress(long lastSequence, long lastPosition) {
        this.lastSequence = lastSequence;
        this.lastPosition = lastPosition;
    }

    /**
     * Everything up to here is finished.
     *
     * @param sequence number of the last finished event, -1 when there is none
     */
    record Mark(long sequence, long position) {}

    static Progress atStart() {
        return new Progress(-1, NONE);
    }

    static Progress after(long checkpoint) {
        return new Progress(0, checkpoint);
    }

    /** An event is taken from the source; returns its number. */
    long taken(long position) {
        lastSequence++;
        positionBefore.put(lastSequence, lastPosition);
        lastPosition = position;
        return lastSequence;
    }

    void passedOver(int events, long lastOfThem) {
        lastSequence += events;
        lastPosition = lastOfThem;
    }

    void finished(long sequence) {
        positionBefore.remove(sequence);
    }

    /** The highest event below which, and itself included, everything is finished. */
    Mark reached() {
        var oldest = positionBefore.firstEntry();
        return oldest == null ? new Mark(lastSequence, lastPosition) : new Mark(oldest.getKey() - 1, oldest.getValue());
    }
}
