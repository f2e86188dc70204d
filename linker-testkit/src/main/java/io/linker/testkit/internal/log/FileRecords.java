package io.linker.testkit.internal.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the events in an append-only file, and on the heap only where each of them is. A write reaches the file in one
 * piece before it is visible, so what was answered survives the process; whether it survives the machine is a matter
 * of syncing.
 */
final class FileRecords implements Records {
    private static final byte[] MAGIC = "LINKER EVENT LOG 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER = 1 << 16;

    private final LogFile file;
    private final Positions positions = new Positions();
    private ByteBuffer pending = ByteBuffer.allocate(BUFFER);
    private int lastPending;
    private long end = RecordFormat.FIRST_POSITION;
    private volatile int size;

    private FileRecords(LogFile file) {
        this.file = file;
    }

    /**
     * Opens the log in that directory, or begins one. A write that is torn at the end is cut off.
     *
     * @param recovered takes the writes that are there, in order
     * @throws java.io.UncheckedIOException if the directory cannot be used
     * @throws IllegalStateException if it is in use, or holds something else
     */
    static FileRecords open(Path directory, boolean sync, Recovery recovered) {
        LogFile file = LogFile.open(directory, sync);
        try {
            file.checkHeader(MAGIC);
            FileRecords records = new FileRecords(file);
            records.recover(recovered);
            return records;
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Takes the records of a log that is opened. */
    interface Recovery {
        void found(int ordinal, LogRecord record);
    }

    private void recover(Recovery recovered) {
        end = LogScan.run(file.channel(), RecordFormat.FIRST_POSITION, write -> found(write, recovered));
        file.setEnd(end);
        size = positions.added();
    }

    private void found(List<LogScan.Frame> write, Recovery recovered) {
        for (LogScan.Frame frame : write) {
            int ordinal = positions.added();
            positions.add(frame.position);
            if (frame.holdsEvent()) {
                recovered.found(ordinal, RecordCodec.read(frame.body, frame.position));
            }
        }
    }

    @Override
    public long nextPosition() {
        return end + pending.position();
    }

    @Override
    public void add(LogRecord record) {
        add(RecordCodec.body(record), (byte) 0);
    }

    @Override
    public void addFiller() {
        add(RecordCodec.fillerBody(), RecordCodec.FILLER);
    }

    private void add(byte[] body, byte flags) {
        if (body.length > RecordCodec.MAX_BODY_BYTES) {
            throw new IllegalArgumentException("a record of " + body.length + " bytes is too long for the log");
        }
        positions.add(nextPosition());
        reserve(RecordCodec.HEADER_BYTES + body.length);
        lastPending = pending.position();
        pending.putInt(body.length)
                .putInt(RecordCodec.checksum(body))
                .put(flags)
                .put(body);
    }

    private void reserve(int bytes) {
        if (pending.remaining() < bytes) {
            int needed = Math.max(pending.capacity() * 2, pending.position() + bytes);
            pending = ByteBuffer.allocate(needed).put(pending.flip());
        }
    }

    @Override
    public void commit() {
        int flagsAt = lastPending + RecordCodec.FLAGS_OFFSET;
        pending.put(flagsAt, (byte) (pending.get(flagsAt) | RecordCodec.LAST));
        int bytes = pending.position();
        file.write(pending.flip(), end);
        end += bytes;
        clearPending();
        size = positions.added();
    }

    @Override
    public void rollback() {
        positions.truncate(size);
        clearPending();
    }

    private void clearPending() {
        pending = pending.capacity() > BUFFER ? ByteBuffer.allocate(BUFFER) : pending.clear();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public @Nullable LogRecord get(int ordinal) {
        if (ordinal == StreamIndex.NONE) {
            return null;
        }
        long position = positions.get(ordinal);
        boolean holdsEvent = (file.flags(position) & (RecordCodec.FILLER | RecordCodec.ERASED)) == 0;
        return holdsEvent ? RecordCodec.read(file.body(position), position) : null;
    }

    @Override
    public long position(int ordinal) {
        return positions.get(ordinal);
    }

    /** Marks the record before it overwrites it: cut off in between, the mark holds. Its place in the file stays. */
    @Override
    public void erase(int ordinal) {
        if (ordinal == StreamIndex.NONE) {
            return;
        }
        long position = positions.get(ordinal);
        byte flags = (byte) (file.flags(position) | RecordCodec.ERASED);
        file.write(ByteBuffer.wrap(new byte[] {flags}), position + RecordCodec.FLAGS_OFFSET);
        int length = file.body(position).length;
        file.write(ByteBuffer.allocate(length), position + RecordCodec.HEADER_BYTES);
    }

    @Override
    public void close() {
        file.close(end);
    }
}
