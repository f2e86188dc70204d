package io.linker.testkit.internal.proxy;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The bytes under way in one direction, each with the time at which it may leave. Knows no channels and no clock. */
final class Transit {
    /** Most bytes under way: 100 ms at 320 MB/s. Beyond it the sender is not read, as on a real network. */
    static final long MAX_BYTES = 32L << 20;

    private static final int MAX_READ = 256 << 10;
    /** A limited line is fed in small portions, so that its rate is even over a few milliseconds. */
    private static final long PORTION_NANOS = 2_000_000;
    /** How much a limited line takes in advance; more would only hide the limit from the sender. */
    private static final long BACKLOG_NANOS = 20_000_000;

    private record Chunk(ByteBuffer bytes, long due) {}

    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
    private long bytes;
    private long lineFreeAt = Long.MIN_VALUE;
    private long lastDue = Long.MIN_VALUE;

    /** How many bytes may be read now; 0 when there is no room. */
    int readLimit(Line line, long now) {
        if (bytes >= MAX_BYTES) {
            return 0;
        }
        if (line.bytesPerSecond() == 0) {
            return MAX_READ;
        }
        if (lineFreeAt > now + BACKLOG_NANOS) {
            return 0;
        }
        long portion = (long) (line.bytesPerSecond() * (PORTION_NANOS / 1e9));
        return (int) Math.max(1, Math.min(MAX_READ, portion));
    }

    /** When {@link #readLimit} becomes positive by the passing of time; {@code Long.MAX_VALUE} if not by time. */
    long roomAt(Line line) {
        return line.bytesPerSecond() == 0 || bytes >= MAX_BYTES ? Long.MAX_VALUE : lineFreeAt - BACKLOG_NANOS;
    }

    /** The time at which bytes that were read now may leave; never before those read earlier. */
    long dueOf(int count, Line line, long now) {
        lineFreeAt = Math.max(lineFreeAt, now) + line.busyNanos(count);
        lastDue = Math.max(lastDue, lineFreeAt + line.delayNanos());
        return lastDue;
    }

    void add(ByteBuffer chunk, long due) {
        chunks.add(new Chunk(chunk, due));
        bytes += chunk.remaining();
    }

    /** The oldest bytes if they may leave now. */
    @Nullable
    ByteBuffer due(long now) {
        Chunk oldest = chunks.peek();
        return oldest == null || oldest.due() > now ? null : oldest.bytes();
    }

    /** Tells that so many of the oldest bytes have left. */
    void left(int count) {
        bytes -= count;
        Chunk oldest = chunks.peek();
        if (oldest != null && !oldest.bytes().hasRemaining()) {
            chunks.remove();
        }
    }

    long nextDue() {
        Chunk oldest = chunks.peek();
        return oldest == null ? Long.MAX_VALUE : oldest.due();
    }

    boolean isEmpty() {
        return chunks.isEmpty();
    }
}
