package io.linker.benchmarks.ends;

import com.eventstore.dbclient.proto.streams.StreamsGrpc;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendReq.ProposedMessage;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendResp;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Fills a database: one batch call, a bounded number of requests unanswered. One thread. */
public final class Appends implements AutoCloseable, StreamObserver<BatchAppendResp> {
    private static final int UNANSWERED = 256;
    private static final long ANSWER_SECONDS = 60;

    private final ManagedChannel channel;
    private final Semaphore window = new Semaphore(UNANSWERED);
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
    private final LongConsumer answered;
    private final StreamObserver<BatchAppendReq> requests;

    /** Opens the call. */
    public Appends(Address database) {
        this(database, number -> {});
    }

    /**
     * Opens the call.
     *
     * @param answered told the number of each request at its answer, on the transport's thread
     */
    public Appends(Address database, LongConsumer answered) {
        this.channel = database.channel();
        this.answered = answered;
        this.requests = StreamsGrpc.newStub(channel).batchAppend(this);
    }

    /** Writes a load to streams with this prefix, {@code run} consecutive events of a stream in one request. */
    public void fill(Load load, String prefix, int run) throws InterruptedException {
        ByteString data = UnsafeByteOperations.unsafeWrap(load.data());
        ByteString metadata = UnsafeByteOperations.unsafeWrap(Load.metadata());
        int turn = run * load.streams();
        for (int first = 0; first < load.events(); first += turn) {
            for (int stream = 0; stream < load.streams(); stream++) {
                List<ProposedMessage> events = new ArrayList<>(run);
                for (int i = first + stream; i < Math.min(first + turn, load.events()); i += load.streams()) {
                    events.add(event(data, metadata));
                }
                if (!events.isEmpty()) {
                    send(0, prefix + load.stream(first + stream), load.revision(first + stream) - 1, events);
                }
            }
        }
        settle();
    }

    /** Sends one event to the end of a stream; {@code expected} is the revision before it. */
    public void send(long number, String stream, long expected, byte[] data) throws InterruptedException {
        var event = event(UnsafeByteOperations.unsafeWrap(data), UnsafeByteOperations.unsafeWrap(Load.metadata()));
        send(number, stream, expected, List.of(event));
    }

    private void send(long number, String stream, long expected, List<ProposedMessage> events)
            throws InterruptedException {
        acquire(1);
        requests.onNext(Wire.append(number, ByteString.copyFromUtf8(stream), expected, events));
    }

    private static ProposedMessage event(ByteString data, ByteString metadata) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return Wire.proposed(
                Wire.uuid(random.nextLong(), random.nextLong()), "measured", "application/json", data, metadata);
    }

    /** Waits until everything sent is confirmed. */
    public void settle() throws InterruptedException {
        acquire(UNANSWERED);
        window.release(UNANSWERED);
    }

    private void acquire(int permits) throws InterruptedException {
        boolean acquired = window.tryAcquire(permits, ANSWER_SECONDS, TimeUnit.SECONDS);
        String failed = failure.get();
        if (failed != null || !acquired) {
            throw new IllegalStateException(failed != null ? failed : "no answer within " + ANSWER_SECONDS + " s");
        }
    }

    @Override
    public void onNext(BatchAppendResp answer) {
        if (!answer.hasSuccess()) {
            failure.compareAndSet(null, "refused: " + answer.getError().getMessage());
        }
        answered.accept(answer.getCorrelationId().getStructured().getLeastSignificantBits());
        window.release();
    }

    @Override
    public void onError(Throwable error) {
        failure.compareAndSet(null, "the connection was lost: " + error);
        window.release(UNANSWERED);
    }

    @Override
    public void onCompleted() {
        onError(new IllegalStateException("the call was ended"));
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
