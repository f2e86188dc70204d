package io.linker.esdb;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendResp;
import io.grpc.Channel;
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
import java.util.ArrayList;
import java.util.List;
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
    /** Servers end the whole call for a message larger than this. */
    private static final int LARGEST_MESSAGE = 16_767_216;

    private static final int WINDOW = 1024 * 1024;
    private static final Duration SWEEP = Duration.ofMillis(500);

    private final Setup setup;
    private final long number;
    private final DestinationListener listener;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Unanswered unanswered = new Unanswered();
    private volatile @Nullable Opened opened;
    private volatile @Nullable Channels channels;

    /**
     * What all sessions of a destination have in common.
     *
     * @param connections how many batch calls, each on a connection of its own
     * @param leaderHint told where the leader is, when a node that is not it says so
     */
    record Setup(EsdbConnection connection, int connections, EndThreads threads, Consumer<Endpoint> leaderHint) {
        /** How long a write may stay unanswered: longer than servers take to give up, and to be found dead. */
        Duration patience() {
            return connection.timing().deadline().multipliedBy(2);
        }
    }

    private record Opened(Node node, List<BatchCall> calls, Deletes deletes, Future<?> sweeping) {}

    DestinationSession(Setup setup, long number, DestinationListener listener) {
        this.setup = setup;
        this.number = number;
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
            var connector = new Connector(setup.connection(), made, true);
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
        List<BatchCall> calls = new ArrayList<>();
        for (int i = 0; i < setup.connections(); i++) {
            Channel channel = i == 0 ? node.calls() : connector.another(node);
            calls.add(new BatchCall(channel, this));
        }
        calls.forEach(BatchCall::start);
        var sweeping = setup.threads()
                .callbacks()
                .scheduleWithFixedDelay(this::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
        var deletes = new Deletes(node, setup.connection().timing().deadline());
        return new Opened(node, List.copyOf(calls), deletes, sweeping);
    }

    boolean isWritable() {
        @Nullable Opened current = opened;
        return current != null && !over.get() && current.calls().stream().allMatch(BatchCall::isReady);
    }

    void write(long id, WriteRequest request) {
        if (request instanceof WriteRequest.Append append) {
            append(id, append);
        } else if (request instanceof WriteRequest.Delete delete) {
            opened().deletes().delete(delete, (answer, status) -> deleted(id, answer, status));
        } else if (request instanceof WriteRequest.Tombstone tombstone) {
            opened().deletes().tombstone(tombstone, (answer, status) -> deleted(id, answer, status));
        }
    }

    private void append(long id, WriteRequest.Append append) {
        long send = unanswered.sent(id, System.nanoTime());
        BatchAppendReq request = BatchMessages.request(
                Messages.uuid(send, id), append, setup.connection().timing().deadline());
        if (request.getSerializedSize() > LARGEST_MESSAGE) {
            if (unanswered.answered(id, send)) {
                listener.written(number, id, new WriteAnswer.TooLarge(LARGEST_MESSAGE));
            }
            return;
        }
        List<BatchCall> calls = opened().calls();
        calls.get(Math.floorMod(Lane.of(append.stream()).hashCode(), calls.size()))
                .send(request);
    }

    private void deleted(long id, WriteAnswer answer, @Nullable StatusRuntimeException status) {
        if (over.get()) {
            return;
        }
        listener.written(number, id, answer);
        if (status != null) {
            endIfNotLeader(status.getStatus(), status.getTrailers());
        }
    }

    void read(long id, ReadRequest read) {
        var request = ReadRequests.page(read.stream(), read.from(), true, read.count());
        var node = opened().node();
        FiniteRead.start(node.calls(), request, setup.connection().timing().deadline(), result -> {
            if (!over.get()) {
                listener.read(number, id, answer(result, read.stream(), node.who()));
                if (result instanceof Result.Failed failed) {
                    endIfNotLeader(failed.status(), failed.trailers());
                }
            }
        });
    }

    private static ReadAnswer answer(Result result, String stream, String who) {
        if (result instanceof Result.Page page) {
            return new ReadAnswer.Page(page.events(), page.head());
        }
        if (result instanceof Result.Failed failed) {
            Failure failure = Failures.of(failed.status(), failed.trailers(), who);
            return switch (failure.kind()) {
                case STREAM_DELETED -> new ReadAnswer.StreamDeleted();
                case ACCESS_DENIED -> new ReadAnswer.Denied(who + " denied reading the stream '" + stream + "'");
                default -> new ReadAnswer.Failed(failure);
            };
        }
        return new ReadAnswer.NotFound();
    }

    /** A call became ready; the transport takes writes when all are. */
    void ready() {
        if (isWritable()) {
            listener.writable(number);
        }
    }

    void answered(BatchAppendResp response) {
        var correlation = response.getCorrelationId().getStructured();
        long id = correlation.getLeastSignificantBits();
        if (unanswered.answered(id, correlation.getMostSignificantBits()) && !over.get()) {
            listener.written(
                    number, id, BatchMessages.answer(response, opened().node().who()));
        }
    }

    private void sweep() {
        long then = System.nanoTime() - setup.patience().toNanos();
        for (long id : unanswered.olderThan(then)) {
            if (!over.get()) {
                var why = new Failure(
                        Kind.TIMEOUT,
                        opened().node().who() + " did not answer a write within "
                                + setup.patience().toSeconds() + " s");
                listener.written(number, id, new WriteAnswer.Undecided(why));
            }
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

    /** A batch call is over. */
    void end(Status status, Metadata trailers) {
        if (Failures.of(status, trailers, "").kind() == Kind.NOT_LEADER) {
            Failures.leaderHint(trailers).ifPresent(setup.leaderHint());
        }
        end(Failures.of(status, trailers, who()));
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
        @Nullable Opened current = opened;
        return current == null ? setup.connection().name() : current.node().who();
    }

    private Opened opened() {
        @Nullable Opened current = opened;
        if (current == null) {
            throw new IllegalStateException("Session " + number + " is not connected");
        }
        return current;
    }
}
