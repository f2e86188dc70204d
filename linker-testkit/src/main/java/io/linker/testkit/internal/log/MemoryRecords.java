package io.linker.testkit.internal.log;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Keeps the events themselves; nothing is encoded. */
final class MemoryRecords implements Records {
    private static final int CHUNK_BITS = 10;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private final Positions positions = new Positions();
    private @Nullable LogRecord[][] chunks = new LogRecord[1][];
    private long nextPosition = RecordFormat.FIRST_POSITION;
    private volatile int size;

    @Override
    public long nextPosition() {
        return nextPosition;
    }

    @Override
    public void add(LogRecord record) {
        put(record);
        nextPosition += RecordFormat.length(record);
    }

    @Override
    public void addFiller() {
        put(null);
        nextPosition += RecordFormat.FILLER_LENGTH;
    }

    private void put(@Nullable LogRecord record) {
        int ordinal = positions.added();
        int chunk = ordinal >>> CHUNK_BITS;
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunks.length * 2);
        }
        if (chunks[chunk] == null) {
            chunks[chunk] = new LogRecord[CHUNK];
        }
        chunks[chunk][ordinal & (CHUNK - 1)] = record;
        positions.add(nextPosition);
    }

    @Override
    public void commit() {
        size = positions.added();
    }

    @Override
    public void rollback() {
        positions.truncate(size);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public @Nullable LogRecord get(int ordinal) {
        return ordinal == StreamIndex.NONE ? null : chunks[ordinal >>> CHUNK_BITS][ordinal & (CHUNK - 1)];
    }

    @Override
    public long position(int ordinal) {
        return positions.get(ordinal);
    }

    @Override
    public void erase(int ordinal) {
        if (ordinal != StreamIndex.NONE) {
            chunks[ordinal >>> CHUNK_BITS][ordinal & (CHUNK - 1)] = null;
        }
    }

    @Override
    public void close() {
        // Memory needs no closing.
    }
}
