package io.linker.write;

import java.time.Duration;

/**
 * One database, as the destination of one link. Every method returns at once; answers arrive at the
 * {@link DestinationListener} given to {@link #connect}.
 *
 * <p>Works in sessions like an origin: one attempt each, late signals recognised by the session they name. Called by one
 * thread. Requests are executed in the order sent; answers come in any order.
 */
public interface Destination extends AutoCloseable {
    /** Starts a session: resolves names, discovers the leader, checks what the server can do. */
    void connect(long session, DestinationListener listener);

    /**
     * Whether the transport takes another write to the stream now; after {@code false}, {@link DestinationListener#writable}
     * follows.
     */
    boolean isWritable(String stream);

    /** Spreads lanes over so many connections from now on, at most those it was made for; a lane under way stays where it is. */
    void spread(int connections);

    /** Sends a write. {@code id} is the caller's, and comes back with the answer. */
    void write(long id, WriteRequest request);

    /** Reads from a destination stream, at the leader. */
    void read(long id, ReadRequest request);

    /** Ends the session and everything on it; no signal of it follows. Writes under way stay undecided. */
    void disconnect();

    /** Releases threads and sockets within {@code bound}. */
    void close(Duration bound);

    @Override
    default void close() {
        close(Duration.ofSeconds(5));
    }
}
