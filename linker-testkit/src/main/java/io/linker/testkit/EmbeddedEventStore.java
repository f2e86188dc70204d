package io.linker.testkit;

import io.linker.testkit.internal.node.Node;

/**
 * An EventStoreDB node inside this process, for tests: a real gRPC server on a port of its own that behaves like a
 * single node of the 24.10 line, without access control unless switched on.
 *
 * <pre>{@code
 * try (EmbeddedEventStore store = EmbeddedEventStore.start()) {
 *     EventStoreDBClient client = EventStoreDBClient.create(
 *             EventStoreDBConnectionString.parseOrThrow(store.connectionString()));
 * }
 * }</pre>
 *
 * <p>Thread-safe. {@link #close()} ends open calls with UNAVAILABLE, takes a few seconds at most, leaves no thread
 * behind, and may be called twice.
 */
public final class EmbeddedEventStore implements AutoCloseable {
    private final Node node;

    EmbeddedEventStore(Node node) {
        this.node = node;
    }

    /** Starts an empty in-memory node on a free port of the loopback interface; it serves when this returns. */
    public static EmbeddedEventStore start() {
        return builder().start();
    }

    /** A node with other settings. */
    public static EmbeddedEventStoreBuilder builder() {
        return new EmbeddedEventStoreBuilder();
    }

    /** The port the node listens on. */
    public int port() {
        return node.address().getPort();
    }

    /** What the official client, or a link, connects with. */
    public String connectionString() {
        return "esdb://" + node.address().getHostString() + ":" + port() + "?tls=false";
    }

    /** Forgets which event ids were written lately, as a restart or a change of leader does. */
    public void forgetIds() {
        node.log().forgetIds();
    }

    /** Erases the events that no stream reader can see any more. Positions and heads stay. */
    public void scavenge() {
        node.log().scavenge();
    }

    @Override
    public void close() {
        node.close();
    }
}
