package io.linker.testkit;

import io.linker.testkit.faults.Faults;
import io.linker.testkit.internal.node.Node;
import io.linker.testkit.internal.tls.ServerTls;

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
    private final ServerTls tls;

    EmbeddedEventStore(Node node, ServerTls tls) {
        this.node = node;
        this.tls = tls;
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
        return "esdb://" + node.self().host() + ":" + node.self().port() + "?" + tls.uriQuery();
    }

    /** What can be made to go wrong with the node. */
    public Faults faults() {
        return node.faults();
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
