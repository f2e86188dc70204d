package io.linker.internal.flow;

/**
 * Decides how much may be unanswered at the destination. The server charges for each request, not for each event: more
 * unanswered requests than needed make batches smaller and the copy slower, so few are kept and events pile up in lanes.
 */
public interface SendWindow {
    /** Whether one more request of {@code bytes} may be sent beside those unanswered. */
    boolean allows(int unansweredRequests, long unansweredBytes, long bytes);

    /** A request was answered. */
    void answered(int events, long bytes, long latencyMillis);

    /** The destination is in trouble: a time-out, or not ready. */
    void trouble();

    /** A fixed number of requests and bytes; one request is always allowed, however large. */
    static SendWindow fixed(int requests, long bytes) {
        return new SendWindow() {
            @Override
            public boolean allows(int unansweredRequests, long unansweredBytes, long more) {
                return unansweredRequests == 0 || (unansweredRequests < requests && unansweredBytes + more <= bytes);
            }

            @Override
            public void answered(int events, long more, long latencyMillis) {}

            @Override
            public void trouble() {}

            @Override
            public String toString() {
                return requests + " requests";
            }
        };
    }
}
