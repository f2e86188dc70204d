package io.linker.testkit.internal.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The bytes of a log: written through the channel, so that a full disk is an error and not a crash, and read through
 * mappings, which cost neither heap nor a call. The file is kept longer than its contents because a mapping must lie
 * within it; zeros follow the last record. One writer; any number of readers.
 */
final class LogFile implements AutoCloseable {
    private static final String NAME = "events.log";
    private static final int SEGMENT = 64 << 20;
    /** A record lies in the mapping of the segment it begins in, wherever it ends. */
    private static final int MAPPING = SEGMENT + RecordCodec.HEADER_BYTES + RecordCodec.MAX_BODY_BYTES;

    private final Path path;
    private final FileChannel channel;
    private final boolean sync;
    private volatile MappedByteBuffer[] mappings = {};

    private LogFile(Path path, FileChannel channel, boolean sync) {
        this.path = path;
        this.channel = channel;
        this.sync = sync;
    }

    /**
     * Opens or creates the file and keeps others out.
     *
     * @throws IllegalStateException if another log has it open
     */
    static LogFile open(Path directory, boolean sync) {
        try {
            Files.createDirectories(directory);
            Path path = directory.resolve(NAME);
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!lock(channel)) {
                channel.close();
                throw new IllegalStateException("another node has " + path + " open");
            }
            return new LogFile(path, channel, sync);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the log in " + directory, e);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException ownedByThisProcess) {
            return false;
        }
    }

    /** Begins an empty file with that mark; any other must begin with it. */
    void checkHeader(byte[] magic) {
        try {
            if (channel.size() == 0) {
                channel.write(ByteBuffer.wrap(magic), 0);
                return;
            }
            ByteBuffer found = ByteBuffer.allocate(magic.length);
            channel.read(found, 0);
            if (!Arrays.equals(found.array(), magic)) {
                throw new IllegalStateException(path + " is not an event log");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    FileChannel channel() {
        return channel;
    }

    /** Writes all of the bytes there. */
    void write(ByteBuffer bytes, long offset) {
        try {
            long at = offset;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
            if (sync) {
                channel.force(false);
            }
            mapUpTo(at);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + path, e);
        }
    }

    /** Cuts off what lies beyond, and makes the rest readable. */
    void setEnd(long end) {
        try {
            channel.truncate(end);
            mapUpTo(end);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot cut " + path, e);
        }
    }

    private void mapUpTo(long end) throws IOException {
        while ((long) mappings.length * SEGMENT <= end) {
            long start = (long) mappings.length * SEGMENT;
            if (channel.size() < start + MAPPING) {
                channel.write(ByteBuffer.allocate(1), start + MAPPING - 1);
            }
            MappedByteBuffer[] more = Arrays.copyOf(mappings, mappings.length + 1);
            more[mappings.length] = channel.map(FileChannel.MapMode.READ_ONLY, start, MAPPING);
            mappings = more;
        }
    }

    byte flags(long offset) {
        return mapping(offset).get(index(offset) + RecordCodec.FLAGS_OFFSET);
    }

    byte[] body(long offset) {
        MappedByteBuffer mapping = mapping(offset);
        int index = index(offset);
        byte[] body = new byte[mapping.getInt(index)];
        mapping.get(index + RecordCodec.HEADER_BYTES, body);
        return body;
    }

    private MappedByteBuffer mapping(long offset) {
        return mappings[(int) (offset / SEGMENT)];
    }

    private static int index(long offset) {
        return (int) (offset % SEGMENT);
    }

    /** Closes the file, without the zeros at its end; once. Readers that come late still find what they knew of. */
    void close(long end) {
        if (!channel.isOpen()) {
            return; // somebody else may have the file by now
        }
        try (channel) {
            channel.truncate(end);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + path, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + path, e);
        }
    }
}
