package io.linker.examples.shop;

import com.eventstore.dbclient.proto.shared.Shared;
import com.eventstore.dbclient.proto.streams.StreamsGrpc;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendResp;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import io.linker.event.NewEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One BatchAppend call: sends without waiting for each answer, but never has more than a window of them open. */
final class BatchAppends implements StreamObserver<BatchAppendResp>, AutoCloseable {
    private static final int WINDOW = 256;
    private static final long ANSWER_SECONDS = 30;

    private final Semaphore window = new Semaphore(WINDOW);
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    private final StreamObserver<BatchAppendReq> requests;

    BatchAppends(Channel channel) {
        this.requests = StreamsGrpc.newStub(channel).batchAppend(this);
    }

    /** Sends consecutive events of one stream. Waits while the window is full. */
    void send(List<ShopEvent> run) throws IOException, InterruptedException {
        acquire(1);
        requests.onNext(request(run));
    }

    /** Waits until everything sent was confirmed. */
    void settle() throws IOException, InterruptedException {
        acquire(WINDOW);
        window.release(WINDOW);
    }

    private void acquire(int permits) throws IOException, InterruptedException {
        boolean acquired = window.tryAcquire(permits, ANSWER_SECONDS, TimeUnit.SECONDS);
        IOException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        if (!acquired) {
            throw new IOException("the database did not confirm events within " + ANSWER_SECONDS + " s");
        }
    }

    private static BatchAppendReq request(List<ShopEvent> run) {
        ShopEvent first = run.get(0);
        var options = BatchAppendReq.Options.newBuilder()
                .setStreamIdentifier(Shared.StreamIdentifier.newBuilder()
                        .setStreamName(ByteString.copyFrom(first.stream(), StandardCharsets.UTF_8)))
                .setDeadline(com.google.protobuf.Duration.newBuilder().setSeconds(ANSWER_SECONDS));
        if (first.revision() == 0) {
            options.setNoStream(Empty.getDefaultInstance());
        } else {
            options.setStreamPosition(first.revision() - 1);
        }
        var request = BatchAppendReq.newBuilder()
                .setCorrelationId(uuid(first.event().id()))
                .setOptions(options)
                .setIsFinal(true);
        run.forEach(each -> request.addProposedMessages(message(each.event())));
        return request.build();
    }

    private static BatchAppendReq.ProposedMessage.Builder message(NewEvent event) {
        return BatchAppendReq.ProposedMessage.newBuilder()
                .setId(uuid(event.id()))
                .putMetadata("type", event.type())
                .putMetadata("content-type", event.json() ? "application/json" : "application/octet-stream")
                .setData(ByteString.copyFrom(event.data()))
                .setCustomMetadata(ByteString.copyFrom(event.metadata()));
    }

    private static Shared.UUID uuid(UUID id) {
        return Shared.UUID
                .newBuilder()
                .setStructured(Shared.UUID
                        .Structured
                        .newBuilder()
                        .setMostSignificantBits(id.getMostSignificantBits())
                        .setLeastSignificantBits(id.getLeastSignificantBits()))
                .build();
    }

    @Override
    public void onNext(BatchAppendResp answer) {
        if (!answer.hasSuccess()) {
            fail(new IOException("the database refused events for "
                    + answer.getStreamIdentifier().getStreamName().toStringUtf8() + ": "
                    + answer.getError().getMessage()));
        }
        window.release();
    }

    @Override
    public void onError(Throwable error) {
        fail(new IOException("the connection was lost: " + error.getMessage(), error));
    }

    @Override
    public void onCompleted() {
        fail(new IOException("the database closed the connection"));
    }

    private void fail(IOException why) {
        failure.compareAndSet(null, why);
        window.release(WINDOW);
    }

    /** Ends the call; what is unanswered stays undecided, so {@link #settle} first. */
    @Override
    public void close() {
        requests.onCompleted();
    }
}
