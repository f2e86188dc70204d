package io.linker.testkit.internal.proxy;

/**
 * What happens to the bytes of one direction.
 *
 * @param delayNanos time from the reading to the writing of a byte
 * @param bytesPerSecond most bytes per second of one connection; 0 is without limit
 * @param swallowing whether bytes are read and thrown away
 */
public record Line(long delayNanos, long bytesPerSecond, boolean swallowing) {
    /** A line that changes nothing. */
    public static final Line CLEAR = new Line(0, 0, false);

    public Line withDelay(long nanos) {
        return new Line(nanos, bytesPerSecond, swallowing);
    }

    public Line withBandwidth(long limit) {
        return new Line(delayNanos, limit, swallowing);
    }

    public Line thatSwallows() {
        return new Line(delayNanos, bytesPerSecond, true);
    }

    /** Nanoseconds that the line is busy with so many bytes. */
    long busyNanos(int bytes) {
        return bytesPerSecond == 0 ? 0 : (long) (bytes * 1e9 / bytesPerSecond);
    }
}
