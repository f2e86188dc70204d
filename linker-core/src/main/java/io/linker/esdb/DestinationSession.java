package io.linker.esdb;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.linker.error.Failure;
import io.linker.error.Failure.Kind;
import io.linker.esdb.EsdbConnection.Endpoint;
import io.linker.esdb.FiniteRead.Result;
import io.linker.event.Lane;
import io.linker.write.DestinationListener;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a destination, from looking up its name to the end of its batch calls. Silent once it is over; what was not
 * answered then stays so. A refused batch call spoils its connection for the next call on it (the server hands that one a
 * request body already being read), so the end of one is the end of the session and of all its connections.
 */
final class DestinationSession {
    private static final int WINDOW = 1024 * 1024;
    private static final Duration SWEEP = Duration.ofMillis(500);

    private final Setup setup;
    private final long number;
    private final int connections;
    private final DestinationListener listener;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable Opened opened;
    private volatile @Nullable Channels channels;

    /**
     * What all sessions of a destination have in common.
     *
     * @param leaderHint told where the leader is, when a node that is not it says so
     */
    record Setup(EsdbConnection connection, EndThreads threads, Consumer<Endpoint> leaderHint) {
        /** How long a write may stay unanswered: longer than servers take to give up, and to be found dead. */
        Duration patience() {
            return connection.timing().deadline().multipliedBy(2);
        }
    }

    private record Opened(Connector connector, Node node, Batches batches, Tombstones tombstones, Future<?> sweeping) {}

    /** @param connections how many batch calls at first, each on a connection of its own */
    DestinationSession(Setup setup, long number, int connections, DestinationListener listener) {
        this.setup = setup;
        this.number = number;
        this.connections = connections;
        this.listener = listener;
    }

    void connect(Optional<Endpoint> hint) {
        try {
            setup.threads().connecting().execute(() -> open(hint));
        } catch (RejectedExecutionException e) {
            end(new Failure(Kind.TIMEOUT, "Earlier attempts to connect to " + setup.connection() + " still hang"));
        }
    }

    private void open(Optional<Endpoint> hint) {
        try {
            var made = new Channels(setup.connection(), setup.threads(), WINDOW);
            channels = made;
            if (over.get()) {
                made.close();
                return;
            }
            var connector = new Connector(setup.connection(), made, setup.threads(), true);
            Node node = connector.connect(hint);
            opened = opened(connector, node);
            if (over.get()) {
                close(); // a call ended before there was anything to clean up
                return;
            }
            listener.connected(number, node.info());
        } catch (FailedException e) {
            end(e.failure());
        } catch (RuntimeException e) {
            end(new Failure(Kind.UNKNOWN, "Connecting to " + setup.connection() + " failed: " + e, e));
        }
    }

    private Opened opened(Connector connector, Node node) throws FailedException {
        Duration deadline = setup.connection().timing().deadline();
        var batches = new Batches(deadline, node.who());
        batches.add(new BatchCall(node.calls(), node.who(), this));
        spread(connector, node, batches, connections);
        var sweeping = setup.threads()
                .callbacks()
                .scheduleWithFixedDelay(
                        () -> batches.expire(setup.patience()),
                        SWEEP.toMillis(),
                        SWEEP.toMillis(),
                        TimeUnit.MILLISECONDS);
        return new Opened(connector, node, batches, new Tombstones(node, deadline), sweeping);
    }

    boolean isWritable(String stream) {
        @Nullable Opened current = opened;
        return current != null && !over.get() && current.batches().isReady(stream);
    }

    /** Spreads lanes over so many connections; opens those that are missing. */
    void spread(int most) {
        @Nullable Opened current = opened;
        if (current != null && !over.get()) {
            try {
                spread(current.connector(), current.node(), current.batches(), most);
            } catch (FailedException e) {
                end(e.failure());
            }
        }
    }

    /** Channels connect by themselves once a call is started on them, so this does not block. */
    private void spread(Connector connector, Node node, Batches batches, int most) throws FailedException {
        while (batches.size() < most) {
            batches.add(new BatchCall(connector.another(node), node.who(), this));
        }
        batches.spread(most);
    }

    void write(long id, WriteRequest request) {
        if (request instanceof WriteRequest.Append append) {
            opened().batches().append(append, answer -> written(id, answer));
        } else if (request instanceof WriteRequest.Tombstone end) {
            opened().tombstones().start(end, (answer, status) -> ended(id, end, answer, status));
        }
    }

    private void written(long id, WriteAnswer answer) {
        if (!over.get()) {
            listener.written(number, id, answer);
        }
    }

    private void ended(
            long id, WriteRequest.Tombstone request, WriteAnswer answer, @Nullable StatusRuntimeException refusal) {
        if (refusal == null) {
            written(id, answer);
        } else if (Failures.isUnspeakableName(refusal.getStatus(), request.stream())) {
            opened().batches()
                    .probe(request.stream(), standing -> written(id, Tombstones.unspoken(request, standing, answer)));
        } else {
            written(id, answer);
            endIfNotLeader(refusal.getStatus(), refusal.getTrailers());
        }
    }

    void read(long id, ReadRequest read) {
        var request = read.before() == null
                ? ReadRequests.page(read.stream(), read.from(), true, read.count())
                : ReadRequests.written(read.stream(), read.before(), read.count());
        var node = opened().node();
        FiniteRead.start(node.calls(), request, setup.connection().timing().deadline(), result -> {
            if (result instanceof Result.Failed failed) {
                failed(id, read.stream(), failed);
            } else {
                answered(id, result instanceof Result.Page page ? page(page) : new ReadAnswer.NotFound());
            }
        });
    }

    /** Of a page of {@code $all} a tombstone is the newest event, which a reader of the stream is told otherwise. */
    private static ReadAnswer page(Result.Page page) {
        boolean ended = !page.events().isEmpty() && page.events().get(0).isTombstone();
        return ended ? new ReadAnswer.StreamDeleted() : new ReadAnswer.Page(page.events(), page.head());
    }

    private void answered(long id, ReadAnswer answer) {
        if (!over.get()) {
            listener.read(number, id, answer);
        }
    }

    private void failed(long id, String stream, Result.Failed failed) {
        Failure failure = Failures.of(failed.status(), failed.trailers(), who());
        if (Failures.isUnspeakableName(failed.status(), stream)) {
            opened().batches()
                    .probe(
                            Lane.of(stream),
                            standing -> answered(
                                    id,
                                    standing instanceof WriteAnswer.StreamDeleted
                                            ? new ReadAnswer.StreamDeleted()
                                            : new ReadAnswer.Failed(failure)));
            return;
        }
        answered(
                id,
                switch (failure.kind()) {
                    case STREAM_DELETED -> new ReadAnswer.StreamDeleted();
                    case ACCESS_DENIED -> new ReadAnswer.Denied(who() + " denied reading the stream '" + stream + "'");
                    default -> new ReadAnswer.Failed(failure);
                });
        endIfNotLeader(failed.status(), failed.trailers());
    }

    /** A call became ready. */
    void ready() {
        if (opened != null && !over.get()) {
            listener.writable(number);
        }
    }

    /** Ends without a word. */
    void close() {
        over.set(true);
        @Nullable Opened current = opened;
        if (current != null) {
            current.sweeping().cancel(false);
        }
        @Nullable Channels made = channels;
        if (made != null) {
            made.close();
        }
    }

    /** A batch call is over, perhaps while the session is still being opened. */
    void end(Status status, Metadata trailers, String who) {
        Failure failure = Failures.of(status, trailers, who);
        if (failure.kind() == Kind.NOT_LEADER) {
            Failures.leaderHint(trailers).ifPresent(setup.leaderHint());
        }
        end(failure);
    }

    private void endIfNotLeader(Status status, @Nullable Metadata trailers) {
        Failure failure = Failures.of(status, trailers, who());
        if (failure.kind() == Kind.NOT_LEADER) {
            Failures.leaderHint(trailers).ifPresent(setup.leaderHint());
            end(failure);
        }
    }

    private void end(Failure why) {
        if (over.compareAndSet(false, true)) {
            close();
            listener.ended(number, why);
        }
    }

    private String who() {
        return opened().node().who();
    }

    private Opened opened() {
        @Nullable Opened current = opened;
        if (current == null) {
            throw new IllegalStateException("Session " + number + " is not connected");
        }
        return current;
    }
}
