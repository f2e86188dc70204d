package io.linker.testkit.internal.log;

import java.util.Arrays;

/** Positions by ordinal, strictly increasing. One writer; a reader sees what was added before it learned the size. */
final class Positions {
    private static final int CHUNK_BITS = 13;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private long[][] chunks = new long[1][CHUNK];
    private int added;

    void add(long position) {
        int chunk = added >>> CHUNK_BITS;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunks.length * 2);
        }
        if (chunks[chunk] == null) {
            chunks[chunk] = new long[CHUNK];
        }
        chunks[chunk][added & (CHUNK - 1)] = position;
        added++;
    }

    int added() {
        return added;
    }

    long get(int ordinal) {
        return chunks[ordinal >>> CHUNK_BITS][ordinal & (CHUNK - 1)];
    }
}
