package io.linker.testkit.internal.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

/** One direction of one connection. All methods run on the thread of the loop. */
final class Pipe {
    private final SelectionKey source;
    private final SelectionKey sink;
    private final AtomicLong carried;
    private final Transit transit = new Transit();
    private boolean ended;
    private boolean bytesLost;
    private boolean endLost;
    private boolean sinkFull;

    Pipe(SelectionKey source, SelectionKey sink, AtomicLong carried) {
        this.source = source;
        this.sink = sink;
        this.carried = carried;
    }

    void read(ByteBuffer scratch, Line line, long now) throws IOException {
        int limit = transit.readLimit(line, now);
        if (limit == 0 || ended) {
            return;
        }
        scratch.clear().limit(limit);
        int count = ((SocketChannel) source.channel()).read(scratch);
        ended = count < 0;
        bytesLost |= line.swallowing() && count > 0;
        if (bytesLost || line.swallowing()) { // what comes later must not close the gap: no TCP connection has one
            endLost = ended && line.swallowing();
            return;
        }
        scratch.flip();
        long due = transit.dueOf(Math.max(0, count), line, now);
        if (transit.isEmpty() && due <= now) {
            write(scratch);
        }
        if (scratch.hasRemaining() || ended) {
            transit.add(copyOf(scratch), due);
        }
    }

    /** Writes what is due; returns true when the end of the source has been passed on. */
    boolean flush(long now) throws IOException {
        for (ByteBuffer chunk = transit.due(now); chunk != null && !sinkFull; chunk = transit.due(now)) {
            transit.left(write(chunk));
        }
        return ended && !endLost && transit.isEmpty();
    }

    void sinkIsWritable() {
        sinkFull = false;
    }

    /** Which events of the source this pipe waits for: none while the sink takes nothing, so that its sender feels it. */
    int sourceInterest(Line line, long now) {
        return !ended && !sinkFull && transit.readLimit(line, now) > 0 ? SelectionKey.OP_READ : 0;
    }

    /** Which events of the sink this pipe waits for. */
    int sinkInterest() {
        return sinkFull ? SelectionKey.OP_WRITE : 0;
    }

    /** When time alone lets this pipe go on; {@code Long.MAX_VALUE} if only the network can. */
    long wakeAt(Line line, long now) {
        if (sinkFull) {
            return Long.MAX_VALUE;
        }
        boolean waitsForRoom = !ended && transit.readLimit(line, now) == 0;
        return Math.min(transit.nextDue(), waitsForRoom ? transit.roomAt(line) : Long.MAX_VALUE);
    }

    private int write(ByteBuffer bytes) throws IOException {
        int count = ((SocketChannel) sink.channel()).write(bytes);
        sinkFull = bytes.hasRemaining();
        carried.addAndGet(count);
        return count;
    }

    private static ByteBuffer copyOf(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }
}
