package io.linker.internal.flow;

/**
 * What happened since the window was changed last, counted from the first answer to a request that was sent after the change:
 * earlier answers tell of the size before.
 */
final class Epoch {
    private static final long MOST_MILLIS = 2_000;
    private static final int ANSWERS = 8;

    /** An event costs the server about as much as this many bytes: 12 µs each were measured, at 256 bytes. */
    private static final long EVENT_BYTES = 256;

    private final long since;
    private final long least;
    private long from = -1;
    private long until;
    private long work;
    private int answers;
    private long events;
    private long latencies;
    private long quickest = Long.MAX_VALUE;
    private int looks;
    private int full;
    private int blocked;
    private boolean fresh;

    /** Of at least so many milliseconds. */
    Epoch(long since, long least) {
        this.since = since;
        this.least = least;
    }

    /**
     * What was seen.
     *
     * @param rate work done in a millisecond: bytes, and a number of bytes for each event
     * @param latency of an answer, in milliseconds
     * @param quickest the lowest of the same
     * @param full how often, of the times there was something to look at, the window held a request back; 0 to 1
     * @param blocked the same of the transport
     * @param requests unanswered at a time
     * @param together events of one request
     */
    record Seen(
            double rate, double latency, long quickest, double full, double blocked, double requests, double together) {
        /** How much work was unanswered at a time, by Little's law. */
        double underWay() {
            return rate * latency;
        }
    }

    void answered(long now, int count, long bytes, long latency) {
        if (from < 0) {
            if (now - latency >= since) {
                from = now; // its own work was done before, so only later answers count
            }
            return;
        }
        until = now;
        answers++;
        events += count;
        work += bytes + count * EVENT_BYTES;
        latencies += latency;
        quickest = Math.min(quickest, latency);
        fresh = true;
    }

    /** The window holds a request back. */
    void full() {
        full += look();
    }

    /** The transport takes no request. */
    void blocked() {
        blocked += look();
    }

    /** Nothing waits. */
    void satisfied() {
        look();
    }

    private int look() {
        int one = fresh ? 1 : 0; // one look for each run of answers, or arrivals would outnumber them
        fresh = false;
        looks += one;
        return one;
    }

    /** Whether enough was seen: two round trips and some answers, or a long time. */
    boolean isOver() {
        long millis = until - from;
        return answers > 0
                && millis >= Math.max(least, 2 * latencies / answers)
                && (answers >= ANSWERS || millis >= Math.max(least, MOST_MILLIS));
    }

    Seen seen() {
        double all = Math.max(1, looks);
        double millis = until - from;
        return new Seen(
                work / millis,
                (double) latencies / answers,
                quickest,
                full / all,
                blocked / all,
                latencies / millis,
                (double) events / answers);
    }
}
