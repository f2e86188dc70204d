package io.linker.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent;
import com.eventstore.dbclient.proto.persistentsubscriptions.PersistentSubscriptionsGrpc;
import com.eventstore.dbclient.proto.shared.Shared;
import com.eventstore.dbclient.proto.streams.StreamsGrpc;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendResp;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadResp;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits, flow control and the end of the node, on the wire. */
@Timeout(90)
class NodeAsServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Of nodes that other tests may have left open. */
    private final Set<Thread> others = Thread.getAllStackTraces().keySet();

    private final EmbeddedEventStore store = EmbeddedEventStore.start();
    private final ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", store.port())
            .usePlaintext()
            .build();

    @AfterEach
    void stop() throws InterruptedException {
        channel.shutdownNow();
        assertThat(channel.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        store.close();
    }

    /** Collects what comes, and asks for as many messages as the test wants. */
    private static final class Inbox<Q, T> implements ClientResponseObserver<Q, T> {
        final BlockingQueue<T> messages = new LinkedBlockingQueue<>();
        volatile @Nullable Status end;
        private final int credit;
        private volatile @Nullable ClientCallStreamObserver<Q> call;

        Inbox(int credit) {
            this.credit = credit;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<Q> requests) {
            call = requests;
            requests.disableAutoRequestWithInitial(credit);
        }

        void ask(int count) {
            ClientCallStreamObserver<Q> started = call;
            assertThat(started).isNotNull();
            if (started != null) {
                started.request(count);
            }
        }

        @Override
        public void onNext(T message) {
            messages.add(message);
        }

        @Override
        public void onError(Throwable failure) {
            end = Status.fromThrowable(failure);
        }

        @Override
        public void onCompleted() {
            end = Status.OK;
        }

        Status.@Nullable Code code() {
            Status status = end;
            return status == null ? null : status.getCode();
        }
    }

    private static BatchAppendReq batch(String stream, int dataBytes) {
        UUID id = UUID.randomUUID();
        Shared.UUID uuid = Shared.UUID.newBuilder().setString(id.toString()).build();
        return BatchAppendReq.newBuilder()
                .setCorrelationId(uuid)
                .setOptions(BatchAppendReq.Options.newBuilder()
                        .setStreamIdentifier(name(stream))
                        .setAny(Empty.getDefaultInstance()))
                .addProposedMessages(BatchAppendReq.ProposedMessage.newBuilder()
                        .setId(uuid)
                        .putMetadata("type", "t")
                        .putMetadata("content-type", "application/octet-stream")
                        .setData(ByteString.copyFrom(new byte[dataBytes])))
                .setIsFinal(true)
                .build();
    }

    private static Shared.StreamIdentifier name(String stream) {
        return Shared.StreamIdentifier.newBuilder()
                .setStreamName(ByteString.copyFromUtf8(stream))
                .build();
    }

    private static ReadReq subscription(String stream) {
        return ReadReq.newBuilder()
                .setOptions(ReadReq.Options.newBuilder()
                        .setStream(ReadReq.Options.StreamOptions.newBuilder()
                                .setStreamIdentifier(name(stream))
                                .setStart(Shared.Empty.getDefaultInstance()))
                        .setSubscription(ReadReq.Options.SubscriptionOptions.getDefaultInstance())
                        .setNoFilter(Shared.Empty.getDefaultInstance())
                        .setUuidOption(ReadReq.Options.UUIDOption.newBuilder()
                                .setStructured(Shared.Empty.getDefaultInstance())))
                .build();
    }

    private void write(String stream, int events, int dataBytes) {
        Inbox<BatchAppendReq, BatchAppendResp> answers = new Inbox<>(Integer.MAX_VALUE);
        StreamObserver<BatchAppendReq> out = StreamsGrpc.newStub(channel).batchAppend(answers);
        for (int i = 0; i < events; i++) {
            out.onNext(batch(stream, dataBytes));
        }
        out.onCompleted();
        await().atMost(PATIENCE).until(() -> answers.end != null);
        assertThat(answers.code()).isEqualTo(Status.Code.OK);
        assertThat(answers.messages).hasSize(events).allMatch(BatchAppendResp::hasSuccess);
    }

    @Test
    void everythingIsAnsweredAfterAHalfClose() {
        write("s", 2_000, 10);
    }

    @Test
    void aClientThatReadsNoAnswersIsNotReadFromWithoutEnd() {
        Inbox<BatchAppendReq, BatchAppendResp> answers = new Inbox<>(0);
        StreamObserver<BatchAppendReq> out = StreamsGrpc.newStub(channel).batchAppend(answers);
        int sent = 30_000;
        for (int i = 0; i < sent; i++) {
            out.onNext(batch("s", 10));
        }
        out.onCompleted();
        Inbox<ReadReq, ReadResp> reader = new Inbox<>(Integer.MAX_VALUE);
        StreamsGrpc.newStub(channel).read(subscription("s"), reader);

        await().atMost(PATIENCE).until(() -> reader.messages.size() > 100);
        await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(() -> reader.messages.size() < sent);

        answers.ask(Integer.MAX_VALUE);
        await().atMost(PATIENCE).until(() -> answers.messages.size() == sent);
        await().atMost(PATIENCE).until(() -> answers.code() == Status.Code.OK);
    }

    @Test
    void aSlowReaderFallsBehindLosesNothingAndIsToldWhenItHasCaughtUp() {
        Inbox<ReadReq, ReadResp> reader = new Inbox<>(2);
        StreamsGrpc.newStub(channel).read(subscription("s"), reader);
        await().atMost(PATIENCE).until(() -> reader.messages.size() == 2);

        write("s", 20_000, 200);
        reader.ask(Integer.MAX_VALUE);

        await().atMost(PATIENCE)
                .until(() -> reader.messages.stream().filter(ReadResp::hasEvent).count() == 20_000);
        await().atMost(PATIENCE)
                .until(() ->
                        reader.messages.stream().filter(ReadResp::hasCaughtUp).count() >= 2);
        assertThat(reader.messages.stream()
                        .filter(ReadResp::hasEvent)
                        .map(message -> message.getEvent().getEvent().getStreamRevision()))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void thousandsOfSubscriptionsNeedNoThreadsOfTheirOwn() {
        List<ManagedChannel> channels = new ArrayList<>();
        List<Inbox<ReadReq, ReadResp>> readers = new ArrayList<>();
        write("s", 1, 10);
        int before = nodeThreads().size();
        // At most a hundred calls to a connection.
        for (int c = 0; c < 20; c++) {
            ManagedChannel own = ManagedChannelBuilder.forAddress("127.0.0.1", store.port())
                    .usePlaintext()
                    .build();
            channels.add(own);
            for (int i = 0; i < 100; i++) {
                Inbox<ReadReq, ReadResp> reader = new Inbox<>(Integer.MAX_VALUE);
                StreamsGrpc.newStub(own).read(subscription("s"), reader);
                readers.add(reader);
            }
        }
        await().atMost(PATIENCE).until(() -> readers.stream().allMatch(reader -> reader.messages.size() == 3));

        write("s", 5, 10);

        await().atMost(PATIENCE).until(() -> readers.stream().allMatch(reader -> reader.messages.size() == 8));
        assertThat(nodeThreads()).hasSizeLessThanOrEqualTo(before + 2);
        channels.forEach(ManagedChannel::shutdownNow);
    }

    @Test
    void aMessageBeyondTheLimitIsRefusedAndTheConnectionStaysGood() {
        Inbox<BatchAppendReq, BatchAppendResp> answers = new Inbox<>(Integer.MAX_VALUE);
        StreamsGrpc.newStub(channel).batchAppend(answers).onNext(batch("s", 16_800_000));
        await().atMost(PATIENCE).until(() -> answers.end != null);
        assertThat(answers.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);

        write("s", 1, 10);
    }

    @Test
    void otherServicesTakeSmallerMessages() {
        Inbox<Persistent.CreateReq, Persistent.CreateResp> answers = new Inbox<>(Integer.MAX_VALUE);
        PersistentSubscriptionsGrpc.newStub(channel)
                .create(
                        Persistent.CreateReq.newBuilder()
                                .setOptions(Persistent.CreateReq.Options.newBuilder()
                                        .setGroupName("x".repeat(5 << 20)))
                                .build(),
                        answers);
        await().atMost(PATIENCE).until(() -> answers.end != null);
        assertThat(answers.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void closingEndsOpenCallsAsUnavailableAndLeavesNoThread() {
        Inbox<ReadReq, ReadResp> reader = new Inbox<>(Integer.MAX_VALUE);
        StreamsGrpc.newStub(channel).read(subscription("s"), reader);
        Inbox<BatchAppendReq, BatchAppendResp> answers = new Inbox<>(Integer.MAX_VALUE);
        StreamsGrpc.newStub(channel).batchAppend(answers).onNext(batch("s", 10));
        await().atMost(PATIENCE).until(() -> reader.messages.size() == 3 && answers.messages.size() == 1);

        store.close();
        store.close();

        await().atMost(PATIENCE).until(() -> reader.end != null && answers.end != null);
        assertThat(reader.code()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(answers.code()).isEqualTo(Status.Code.UNAVAILABLE);
        await().atMost(PATIENCE).until(() -> nodeThreads().isEmpty());
    }

    @Test
    void aCallThatComesWhileTheNodeClosesIsEndedLikeTheOthers() throws InterruptedException {
        try (FaultProxy proxy = FaultProxy.to("127.0.0.1", store.port())) {
            ManagedChannel slow = ManagedChannelBuilder.forAddress("127.0.0.1", proxy.port())
                    .usePlaintext()
                    .build();
            Inbox<BatchAppendReq, BatchAppendResp> first = new Inbox<>(Integer.MAX_VALUE);
            StreamsGrpc.newStub(slow).batchAppend(first).onNext(batch("s", 10));
            await().atMost(PATIENCE).until(() -> first.messages.size() == 1);
            proxy.stall();
            Inbox<BatchAppendReq, BatchAppendResp> late = new Inbox<>(Integer.MAX_VALUE);
            StreamsGrpc.newStub(slow).batchAppend(late).onNext(batch("s", 10));

            var closing = new Thread(store::close, "closing");
            closing.start();
            await().atMost(PATIENCE).until(() -> closing.getState() == Thread.State.TIMED_WAITING);
            proxy.resume();

            await().atMost(PATIENCE).until(() -> first.end != null && late.end != null);
            assertThat(late.code()).isEqualTo(Status.Code.UNAVAILABLE);
            closing.join();
            slow.shutdownNow();
        }
    }

    private List<String> nodeThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !others.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.startsWith("node-") || name.startsWith("embedded-event-store"))
                .toList();
    }
}
