package io.linker.testkit.internal.log;

import org.jspecify.annotations.Nullable;

/** The records of another log, up to where a copy of it has come. Only read. */
final class ReplicaRecords implements Records {
    private final Records source;
    private volatile int size;

    ReplicaRecords(Records source) {
        this.source = source;
    }

    /** Shows everything below that ordinal of the source. */
    void advanceTo(int ordinal) {
        size = ordinal;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public @Nullable LogRecord get(int ordinal) {
        return source.get(ordinal);
    }

    @Override
    public long position(int ordinal) {
        return source.position(ordinal);
    }

    @Override
    public long nextPosition() {
        throw readOnly();
    }

    @Override
    public void add(LogRecord record) {
        throw readOnly();
    }

    @Override
    public void addFiller() {
        throw readOnly();
    }

    @Override
    public void commit() {
        throw readOnly();
    }

    @Override
    public void rollback() {
        // LogWriter takes back what it could not write.
    }

    @Override
    public void erase(int ordinal) {
        throw readOnly();
    }

    @Override
    public void close() {
        // The source is closed by whoever opened it.
    }

    private static IllegalStateException readOnly() {
        return new IllegalStateException("a replica is not written to");
    }
}
