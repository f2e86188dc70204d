package io.linker.testkit;

import com.eventstore.dbclient.proto.shared.Shared;
import com.eventstore.dbclient.proto.streams.StreamsGrpc;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendResp;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadResp;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Measures whether the node is fast enough never to be what is measured: requests of one event on one batch append call, in
 * turn against the node and against a bare service that only answers the same messages, and then {@code $all}. Run by
 * {@code trials/node}.
 */
public final class NodeRates {
    private static final int REQUESTS = 100_000;
    private static final int UNANSWERED = 256;
    private static final int STREAMS = 64;
    private static final int ROUNDS = 9;
    private static final int WARM_UP = 4;

    private NodeRates() {}

    /** Prints the figures. */
    public static void main(String[] args) throws Exception {
        Server bare = NettyServerBuilder.forPort(0)
                .directExecutor()
                .addService(new BareService())
                .build()
                .start();
        try (EmbeddedEventStore node = EmbeddedEventStore.start()) {
            double[] ratios = new double[ROUNDS - WARM_UP];
            for (int round = 0; round < ROUNDS; round++) {
                double least = appends(bare.getPort());
                double real = appends(node.port());
                System.out.printf("bare service %,.0f/s, node %,.0f/s, ratio %.2f%n", least, real, real / least);
                if (round >= WARM_UP) {
                    ratios[round - WARM_UP] = real / least;
                }
            }
            Arrays.sort(ratios);
            System.out.printf(
                    "median ratio %.2f (%.2f to %.2f, %d rounds after %d to warm up)%n",
                    ratios[ratios.length / 2], ratios[0], ratios[ratios.length - 1], ratios.length, WARM_UP);
            for (int round = 0; round < 3; round++) {
                System.out.printf("$all %,.0f events/s%n", subscription(node.port()));
            }
        } finally {
            bare.shutdownNow();
        }
    }

    private static double appends(int port) throws InterruptedException {
        ManagedChannel channel = channel(port);
        var window = new Semaphore(UNANSWERED);
        var done = new CountDownLatch(REQUESTS);
        StreamObserver<BatchAppendReq> call = StreamsGrpc.newStub(channel).batchAppend(new Counting(window, done));
        byte[] data = new byte[256];
        long[] heads = new long[STREAMS];
        Arrays.fill(heads, -1);
        String run = UUID.randomUUID().toString();
        long start = System.nanoTime();
        for (int i = 0; i < REQUESTS; i++) {
            int stream = i % STREAMS;
            window.acquire();
            call.onNext(request(run + "-" + stream, heads[stream]++, data));
        }
        done.await(60, TimeUnit.SECONDS);
        double seconds = (System.nanoTime() - start) / 1e9;
        channel.shutdownNow();
        return REQUESTS / seconds;
    }

    private static ManagedChannel channel(int port) {
        return NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .directExecutor()
                .build();
    }

    private static BatchAppendReq request(String stream, long head, byte[] data) {
        UUID id = UUID.randomUUID();
        Shared.UUID wire = Shared.UUID
                .newBuilder()
                .setStructured(Shared.UUID
                        .Structured
                        .newBuilder()
                        .setMostSignificantBits(id.getMostSignificantBits())
                        .setLeastSignificantBits(id.getLeastSignificantBits()))
                .build();
        var options = BatchAppendReq.Options.newBuilder()
                .setStreamIdentifier(
                        Shared.StreamIdentifier.newBuilder().setStreamName(ByteString.copyFromUtf8(stream)));
        if (head < 0) {
            options.setNoStream(Empty.getDefaultInstance());
        } else {
            options.setStreamPosition(head);
        }
        return BatchAppendReq.newBuilder()
                .setCorrelationId(wire)
                .setOptions(options)
                .addProposedMessages(BatchAppendReq.ProposedMessage.newBuilder()
                        .setId(wire)
                        .putMetadata("type", "measured")
                        .putMetadata("content-type", "application/json")
                        .setData(UnsafeByteOperations.unsafeWrap(data)))
                .setIsFinal(true)
                .build();
    }

    private static double subscription(int port) throws InterruptedException {
        ManagedChannel channel = channel(port);
        int events = ROUNDS * REQUESTS;
        var done = new CountDownLatch(events);
        var options = ReadReq.Options.newBuilder()
                .setAll(ReadReq.Options.AllOptions.newBuilder().setStart(Shared.Empty.getDefaultInstance()))
                .setSubscription(ReadReq.Options.SubscriptionOptions.getDefaultInstance())
                .setNoFilter(Shared.Empty.getDefaultInstance())
                .setUuidOption(
                        ReadReq.Options.UUIDOption.newBuilder().setStructured(Shared.Empty.getDefaultInstance()));
        long start = System.nanoTime();
        StreamsGrpc.newStub(channel)
                .read(ReadReq.newBuilder().setOptions(options).build(), new Reading(done));
        done.await(60, TimeUnit.SECONDS);
        double seconds = (System.nanoTime() - start) / 1e9;
        channel.shutdownNow();
        return (events - done.getCount()) / seconds;
    }

    /** Answers what the node answers and does nothing else. */
    private static final class BareService extends StreamsGrpc.StreamsImplBase {
        private final AtomicLong position = new AtomicLong();

        @Override
        public StreamObserver<BatchAppendReq> batchAppend(StreamObserver<BatchAppendResp> answers) {
            return new StreamObserver<>() {
                @Override
                public void onNext(BatchAppendReq request) {
                    long here = position.addAndGet(300);
                    answers.onNext(BatchAppendResp.newBuilder()
                            .setCorrelationId(request.getCorrelationId())
                            .setStreamIdentifier(request.getOptions().getStreamIdentifier())
                            .setSuccess(BatchAppendResp.Success.newBuilder()
                                    .setCurrentRevision(here)
                                    .setPosition(Shared.AllStreamPosition.newBuilder()
                                            .setCommitPosition(here)
                                            .setPreparePosition(here)))
                            .build());
                }

                @Override
                public void onError(Throwable thrown) {}

                @Override
                public void onCompleted() {
                    answers.onCompleted();
                }
            };
        }
    }

    private record Counting(Semaphore window, CountDownLatch done) implements StreamObserver<BatchAppendResp> {
        @Override
        public void onNext(BatchAppendResp answer) {
            window.release();
            done.countDown();
        }

        @Override
        public void onError(Throwable thrown) {}

        @Override
        public void onCompleted() {}
    }

    private static final class Reading implements ClientResponseObserver<ReadReq, ReadResp> {
        private static final int AHEAD = 1_024;

        private final CountDownLatch done;
        private @Nullable ClientCallStreamObserver<ReadReq> call;
        private int received;

        Reading(CountDownLatch done) {
            this.done = done;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<ReadReq> started) {
            call = started;
            call.disableAutoRequestWithInitial(AHEAD);
        }

        @Override
        public void onNext(ReadResp response) {
            if (++received % (AHEAD / 4) == 0 && call != null) {
                call.request(AHEAD / 4);
            }
            if (response.hasEvent()) {
                done.countDown();
            }
        }

        @Override
        public void onError(Throwable thrown) {}

        @Override
        public void onCompleted() {}
    }
}
