package io.linker.verify;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries in order: a few in memory, many in a temporary file, which goes when this is closed. First written, then read. */
final class Spool implements AutoCloseable {
    private final Path directory;
    private final int mostInMemory;
    private final List<Entry> memory = new ArrayList<>();
    private @Nullable Path file;
    private @Nullable DataOutputStream out;
    private long size;
    private boolean oneLane = true;
    private @Nullable String lane;

    Spool(Path directory, int mostInMemory) {
        this.directory = directory;
        this.mostInMemory = mostInMemory;
    }

    void add(Entry entry) {
        oneLane &= lane == null || lane.equals(entry.lane());
        lane = entry.lane();
        size++;
        memory.add(entry);
        if (memory.size() > mostInMemory) {
            spill();
        }
    }

    long size() {
        return size;
    }

    /** The lane all entries belong to; null if there are several lanes, or no entries. */
    @Nullable
    String onlyLane() {
        return oneLane ? lane : null;
    }

    /** The entries from the first on; closed by the reader. */
    Cursor open() {
        try {
            if (out != null) {
                spill();
                out.close();
            }
            DataInputStream in = file == null
                    ? null
                    : new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
            return new Cursor(in, size - memory.size(), memory);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void spill() {
        try {
            if (out == null) {
                file = Files.createTempFile(directory, "linker-verify", ".tmp");
                out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 13));
            }
            for (Entry entry : memory) {
                entry.write(out);
            }
            memory.clear();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        try {
            memory.clear();
            if (out != null) {
                out.close();
            }
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private UncheckedIOException failed(IOException e) {
        return new UncheckedIOException("The comparison needs room for temporary files in " + directory, e);
    }

    /** One pass over the entries. */
    static final class Cursor implements AutoCloseable {
        private final @Nullable DataInputStream in;
        private final List<Entry> memory;
        private long inFile;
        private int next;

        private Cursor(@Nullable DataInputStream in, long inFile, List<Entry> memory) {
            this.in = in;
            this.inFile = inFile;
            this.memory = memory;
        }

        /** The next entry, null at the end. */
        @Nullable
        Entry next() {
            if (in != null && inFile > 0) {
                inFile--;
                try {
                    return Entry.read(in);
                } catch (IOException e) {
                    throw new UncheckedIOException("A temporary file of the comparison cannot be read", e);
                }
            }
            return next < memory.size() ? memory.get(next++) : null;
        }

        @Override
        public void close() {
            if (in != null) {
                try {
                    in.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
