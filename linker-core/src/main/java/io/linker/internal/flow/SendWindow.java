package io.linker.internal.flow;

/**
 * Decides how much may be unanswered at the destination. The server charges for each request, not for each event: more
 * unanswered requests than needed make batches smaller and the copy slower, so few are kept and events pile up in lanes.
 *
 * <p>Told the time, in milliseconds; one thread.
 */
public interface SendWindow {
    /**
     * What is in force.
     *
     * @param requests requests that may be unanswered
     * @param batchEvents most events of one request
     * @param connections connections that lanes are spread over
     */
    record Size(int requests, int batchEvents, int connections) {
        @Override
        public String toString() {
            return requests + " requests of " + batchEvents + " events over " + connections + " connections";
        }
    }

    /** What is in force now. */
    Size size();

    /** Whether one more request of {@code bytes}, which waits to be sent, may go out beside those unanswered. */
    boolean allows(int unansweredRequests, long unansweredBytes, long bytes);

    /** A request waits to be sent, and the transport takes none. */
    void blocked();

    /** Everything that could be sent was sent. */
    void satisfied();

    /** A request was answered {@code latencyMillis} after it was sent. */
    void answered(long now, int events, long bytes, long latencyMillis);

    /** The destination is in trouble: a time-out, or not ready. */
    void trouble(long now);

    /** A fixed size and number of bytes; one request is always allowed, however large. */
    static SendWindow fixed(Size size, long bytes) {
        return new SendWindow() {
            @Override
            public Size size() {
                return size;
            }

            @Override
            public boolean allows(int unansweredRequests, long unansweredBytes, long more) {
                return unansweredRequests == 0
                        || (unansweredRequests < size.requests() && unansweredBytes + more <= bytes);
            }

            @Override
            public void blocked() {}

            @Override
            public void satisfied() {}

            @Override
            public void answered(long now, int events, long more, long latencyMillis) {}

            @Override
            public void trouble(long now) {}
        };
    }
}
