package io.linker.esdb;

import io.linker.esdb.EsdbConnection.Endpoint;
import io.linker.write.Destination;
import io.linker.write.DestinationListener;
import io.linker.write.ReadRequest;
import io.linker.write.WriteRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A destination over channels of its own, always to the leader. */
final class EsdbDestination implements Destination {
    private final DestinationSession.Setup setup;
    private final EndThreads threads;

    /** Where the last session was told that the leader is. Good for one attempt: it may be long dead. */
    private final AtomicReference<@Nullable Endpoint> leaderHint = new AtomicReference<>();

    private final int mostConnections;
    private int connections = 1;
    private @Nullable DestinationSession session;

    EsdbDestination(EsdbConnection connection, int mostConnections, EndThreads threads) {
        this.mostConnections = mostConnections;
        this.threads = threads;
        this.setup = new DestinationSession.Setup(connection, threads, leaderHint::set);
    }

    @Override
    public void connect(long number, DestinationListener listener) {
        disconnect();
        session = new DestinationSession(setup, number, connections, listener);
        session.connect(Optional.ofNullable(leaderHint.getAndSet(null)));
    }

    @Override
    public boolean isWritable(String stream) {
        return session != null && session.isWritable(stream);
    }

    @Override
    public void spread(int number) {
        connections = Math.min(number, mostConnections);
        if (session != null) {
            session.spread(connections);
        }
    }

    @Override
    public void write(long id, WriteRequest request) {
        if (session != null) {
            session.write(id, request);
        }
    }

    @Override
    public void read(long id, ReadRequest request) {
        if (session != null) {
            session.read(id, request);
        }
    }

    @Override
    public void disconnect() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    @Override
    public void close(Duration bound) {
        disconnect();
        threads.close(bound);
    }

    @Override
    public String toString() {
        return setup.connection().toString();
    }
}
