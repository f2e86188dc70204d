package io.linker.testkit.internal.log;

import java.util.Arrays;

/**
 * Positions by ordinal, strictly increasing, in little more than four bytes each: a full one for every 64, the others
 * as distances from it. One writer; a reader sees what was added before it learned the size.
 */
final class Positions {
    /** With records of at most 17 MB, 64 of them stay below the four billion that fit a distance. */
    private static final int GROUP_BITS = 6;

    private static final int CHUNK_BITS = 10;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int GROUPS = CHUNK >>> GROUP_BITS;

    private long[][] bases = new long[1][];
    private int[][] distances = new int[1][];
    private int added;

    void add(long position) {
        int chunk = added >>> CHUNK_BITS;
        int slot = added & (CHUNK - 1);
        if (chunk == distances.length) {
            bases = Arrays.copyOf(bases, chunk * 2);
            distances = Arrays.copyOf(distances, chunk * 2);
        }
        if (slot == 0) {
            bases[chunk] = new long[GROUPS];
            distances[chunk] = new int[CHUNK];
        }
        int group = slot >>> GROUP_BITS;
        if ((slot & ((1 << GROUP_BITS) - 1)) == 0) {
            bases[chunk][group] = position;
        }
        distances[chunk][slot] = (int) (position - bases[chunk][group]);
        added++;
    }

    int added() {
        return added;
    }

    /** Takes back what was added beyond that size and never shown to a reader. */
    void truncate(int size) {
        added = size;
    }

    long get(int ordinal) {
        int chunk = ordinal >>> CHUNK_BITS;
        int slot = ordinal & (CHUNK - 1);
        return bases[chunk][slot >>> GROUP_BITS] + Integer.toUnsignedLong(distances[chunk][slot]);
    }
}
