package io.linker.internal.engine;

/**
 * Where a lane of the destination stands.
 *
 * @param head revision of the stream's newest event, hidden ones included; -1 where there was never one;
 *     {@link Lane#UNKNOWN} where the stream cannot be read and nothing was at hand to ask with
 * @param origin origin revision of the newest event there that is ours; -1 for none
 * @param place destination revision of that event; -1 for none
 */
record Standing(long head, long origin, long place) {
    static final Standing EMPTY = new Standing(-1, -1, -1);

    static Standing nothingOfOurs(long head) {
        return new Standing(head, -1, -1);
    }

    /** Newest event of ours is the newest of all. */
    static Standing oursOnTop(long head, long origin) {
        return new Standing(head, origin, head);
    }
}
