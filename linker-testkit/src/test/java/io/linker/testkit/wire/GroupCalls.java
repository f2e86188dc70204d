package io.linker.testkit.wire;

import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.CreateReq;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.GetInfoReq;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.ReadReq;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.ReadResp;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.SubscriptionInfo;
import com.eventstore.dbclient.proto.persistentsubscriptions.PersistentSubscriptionsGrpc;
import com.eventstore.dbclient.proto.shared.Shared;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.linker.testkit.EmbeddedEventStore;
import java.util.concurrent.TimeUnit;

/** Calls about persistent subscriptions, by the generated stubs. The group is always {@code g}. */
public final class GroupCalls implements AutoCloseable {
    private static final Shared.Empty EMPTY = Shared.Empty.getDefaultInstance();
    private static final String GROUP = "g";

    private final ManagedChannel channel;

    private GroupCalls(ManagedChannel channel) {
        this.channel = channel;
    }

    public static GroupCalls to(EmbeddedEventStore node) {
        return new GroupCalls(NettyChannelBuilder.forAddress("127.0.0.1", node.port())
                .usePlaintext()
                .build());
    }

    /** The service, with a deadline. */
    public PersistentSubscriptionsGrpc.PersistentSubscriptionsBlockingStub now() {
        return PersistentSubscriptionsGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS);
    }

    /** The usual settings. */
    public static CreateReq.Settings settings() {
        return CreateReq.Settings.newBuilder()
                .setMessageTimeoutMs(30_000)
                .setCheckpointAfterMs(2_000)
                .setMaxRetryCount(10)
                .setMinCheckpointCount(10)
                .setMaxCheckpointCount(1_000)
                .setLiveBufferSize(500)
                .setReadBatchSize(20)
                .setHistoryBufferSize(500)
                .setConsumerStrategy("RoundRobin")
                .build();
    }

    /** A group on a stream, from its start, to be completed. */
    public static CreateReq.Options.Builder on(String stream) {
        return CreateReq.Options.newBuilder()
                .setGroupName(GROUP)
                .setSettings(settings())
                .setStream(CreateReq.StreamOptions.newBuilder()
                        .setStreamIdentifier(Wire.identifier(stream))
                        .setStart(EMPTY));
    }

    /** A group on {@code $all}, from its start, to be completed. */
    public static CreateReq.Options.Builder onAll() {
        return CreateReq.Options.newBuilder()
                .setGroupName(GROUP)
                .setSettings(settings())
                .setAll(CreateReq.AllOptions.newBuilder().setStart(EMPTY).setNoFilter(EMPTY));
    }

    public void create(CreateReq.Options.Builder options) {
        var unused = now().create(CreateReq.newBuilder().setOptions(options).build());
    }

    public SubscriptionInfo info(String stream) {
        return now().getInfo(GetInfoReq.newBuilder()
                        .setOptions(GetInfoReq.Options.newBuilder()
                                .setGroupName(GROUP)
                                .setStreamIdentifier(Wire.identifier(stream)))
                        .build())
                .getSubscriptionInfo();
    }

    /** The first message of a consumer. */
    public static ReadReq.Options.Builder consumer(String stream, int buffer) {
        return ReadReq.Options.newBuilder()
                .setGroupName(GROUP)
                .setStreamIdentifier(Wire.identifier(stream))
                .setBufferSize(buffer)
                .setUuidOption(ReadReq.Options.UUIDOption.newBuilder().setStructured(EMPTY));
    }

    /** Opens a consumer's call with that message. */
    public Answers<ReadReq, ReadResp> read(ReadReq first) {
        return read(first, false);
    }

    /** Like {@link #read}; messages are to be asked for. */
    public Answers<ReadReq, ReadResp> readSlowly(ReadReq first) {
        return read(first, true);
    }

    private Answers<ReadReq, ReadResp> read(ReadReq first, boolean manual) {
        Answers<ReadReq, ReadResp> answers = new Answers<>(manual);
        StreamObserver<ReadReq> requests =
                PersistentSubscriptionsGrpc.newStub(channel).read(answers);
        requests.onNext(first);
        return answers;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
