package io.linker.origin;

import io.linker.event.OriginPosition;
import java.time.Duration;

/**
 * One database, as the source of one link. Every method returns at once; what comes of it arrives at the
 * {@link OriginListener} given to {@link #connect}.
 *
 * <p>Works in sessions: {@link #connect} starts one and ends the one before, and each signal names the session it belongs
 * to, so that a late one is recognised. A session makes one attempt; whether and when there is another is the engine's
 * decision, not the adapter's. Called by one thread.
 */
public interface Origin extends AutoCloseable {
    /** Starts a session: resolves names, discovers the node, checks what the server can do. */
    void connect(long session, OriginListener listener);

    /**
     * Subscribes after {@code from} on the connected session. At first nothing is asked for: events come as
     * {@link #request} allows.
     */
    void subscribe(OriginPosition from);

    /** Allows {@code n} more messages of the subscription, checkpoints included. */
    void request(int n);

    /** Reads what the origin knows beyond its subscription; answered by {@link OriginListener#answered}. */
    void read(long request, OriginRead read);

    /** Ends the session and everything on it; no signal of it follows. Safe at any time, returns at once. */
    void disconnect();

    /** Releases threads and sockets within {@code bound}. */
    void close(Duration bound);

    @Override
    default void close() {
        close(Duration.ofSeconds(5));
    }
}
