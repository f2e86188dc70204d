package io.linker.testkit.internal.log;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a log file from its beginning and finds where the last whole write ends. */
final class LogScan {
    private static final int BUFFER = 1 << 20;

    /** A record as it stands in the file. */
    static final class Frame {
        final long position;
        final byte[] body;
        private final byte flags;

        private Frame(long position, byte flags, byte[] body) {
            this.position = position;
            this.flags = flags;
            this.body = body;
        }

        boolean holdsEvent() {
            return (flags & (RecordCodec.FILLER | RecordCodec.ERASED)) == 0;
        }

        private boolean endsWrite() {
            return (flags & RecordCodec.LAST) != 0;
        }

        private boolean intact(int checksum) {
            return (flags & RecordCodec.ERASED) != 0 || RecordCodec.checksum(body) == checksum;
        }
    }

    private LogScan() {}

    /** Hands over each whole write from the offset on; returns where the last of them ends. */
    static long run(FileChannel channel, long from, Consumer<List<Frame>> writes) {
        long end = from;
        List<Frame> write = new ArrayList<>();
        try {
            channel.position(from);
            // Closing the stream would close the channel, which the log goes on using.
            DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), BUFFER));
            long position = from;
            for (Frame frame = next(in, position); frame != null; frame = next(in, position)) {
                write.add(frame);
                position += RecordCodec.HEADER_BYTES + frame.body.length;
                if (frame.endsWrite()) {
                    writes.accept(write);
                    write.clear();
                    end = position;
                }
            }
            return end;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log", e);
        }
    }

    /** The next intact record; null at the end, which is where zeros or something torn begins. */
    private static @Nullable Frame next(DataInputStream in, long position) throws IOException {
        try {
            int length = in.readInt();
            if (length <= 0 || length > RecordCodec.MAX_BODY_BYTES) {
                return null;
            }
            int checksum = in.readInt();
            byte flags = in.readByte();
            byte[] body = new byte[length];
            in.readFully(body);
            Frame frame = new Frame(position, flags, body);
            return frame.intact(checksum) ? frame : null;
        } catch (EOFException torn) {
            return null;
        }
    }
}
