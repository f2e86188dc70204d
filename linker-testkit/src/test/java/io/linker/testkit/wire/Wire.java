package io.linker.testkit.wire;

import com.eventstore.dbclient.proto.gossip.GossipGrpc;
import com.eventstore.dbclient.proto.gossip.GossipOuterClass.ClusterInfo;
import com.eventstore.dbclient.proto.serverfeatures.ServerFeaturesGrpc;
import com.eventstore.dbclient.proto.shared.Shared;
import com.eventstore.dbclient.proto.streams.StreamsGrpc;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.AppendReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.AppendResp;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.DeleteReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadResp;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.TombstoneReq;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.linker.testkit.EmbeddedEventStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** One connection to a node, by the generated stubs. */
public final class Wire implements AutoCloseable {
    static final Map<String, String> PROPERTIES = Map.of("type", "t", "content-type", "application/json");
    private static final Shared.Empty EMPTY = Shared.Empty.getDefaultInstance();

    private final ManagedChannel channel;
    private final Metadata headers = new Metadata();

    private Wire(ManagedChannel channel) {
        this.channel = channel;
    }

    public static Wire to(EmbeddedEventStore node) {
        return to(node.port());
    }

    public static Wire to(int port) {
        return new Wire(
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build());
    }

    public static Wire over(ManagedChannel channel) {
        return new Wire(channel);
    }

    /** The same connection with another header on every call. */
    public Wire with(String header, String value) {
        var wire = new Wire(channel);
        wire.headers.merge(headers);
        wire.headers.put(Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER), value);
        return wire;
    }

    public Wire requiringLeader() {
        return with("requires-leader", "true");
    }

    public Wire as(String login, String password) {
        byte[] credentials = (login + ":" + password).getBytes(StandardCharsets.UTF_8);
        return with("authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }

    private StreamsGrpc.StreamsStub streams() {
        return StreamsGrpc.newStub(channel).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private StreamsGrpc.StreamsBlockingStub blocking() {
        return StreamsGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(10, TimeUnit.SECONDS);
    }

    /** Appends one event with any expected revision and waits; its revision. */
    public long append(String stream) throws InterruptedException {
        return append(stream, "t", "{}");
    }

    public long append(String stream, String type, String data) throws InterruptedException {
        return append(stream, type, data, "", newId());
    }

    public long append(String stream, String type, String data, String metadata, Shared.UUID id)
            throws InterruptedException {
        return revision(send(stream, type, data, metadata, id));
    }

    /** The revision an append was answered with; throws what it failed with. */
    public static long revision(Answers<AppendReq, AppendResp> answers) throws InterruptedException {
        StatusRuntimeException end = answers.end();
        if (!end.getStatus().isOk()) {
            throw end;
        }
        return answers.next().getSuccess().getCurrentRevision();
    }

    /** Sends an append and does not wait. */
    public Answers<AppendReq, AppendResp> send(String stream) {
        return send(stream, "t", "{}", "", newId());
    }

    private Answers<AppendReq, AppendResp> send(
            String stream, String type, String data, String metadata, Shared.UUID id) {
        var answers = new Answers<AppendReq, AppendResp>(false);
        var requests = streams().append(answers);
        requests.onNext(AppendReq.newBuilder()
                .setOptions(AppendReq.Options.newBuilder()
                        .setStreamIdentifier(identifier(stream))
                        .setAny(EMPTY))
                .build());
        requests.onNext(AppendReq.newBuilder()
                .setProposedMessage(AppendReq.ProposedMessage.newBuilder()
                        .setId(id)
                        .putAllMetadata(PROPERTIES)
                        .putMetadata("type", type)
                        .setCustomMetadata(ByteString.copyFromUtf8(metadata))
                        .setData(ByteString.copyFromUtf8(data)))
                .build());
        requests.onCompleted();
        return answers;
    }

    /** Begins a batch append call. */
    public Batches batches() {
        return new Batches(streams());
    }

    /** The number of events that can be read from a stream; 0 if it is not there. */
    public int count(String stream) {
        var options = options().setCount(1_000_000);
        options.setStream(ReadReq.Options.StreamOptions.newBuilder()
                .setStreamIdentifier(identifier(stream))
                .setStart(EMPTY));
        List<ReadResp> answers = new ArrayList<>();
        blocking().read(ReadReq.newBuilder().setOptions(options).build()).forEachRemaining(answers::add);
        return (int) answers.stream().filter(ReadResp::hasEvent).count();
    }

    /** Reads the first event of {@code $all}. */
    public void readAll() {
        var options = options().setCount(1);
        options.setAll(ReadReq.Options.AllOptions.newBuilder().setStart(EMPTY));
        blocking().read(ReadReq.newBuilder().setOptions(options).build()).forEachRemaining(answer -> {});
    }

    /** Subscribes to a stream from its start. */
    public Answers<ReadReq, ReadResp> subscribe(String stream) {
        return subscribe(stream, false);
    }

    /** Subscribes to a stream from its start; messages are to be asked for. */
    public Answers<ReadReq, ReadResp> subscribeSlowly(String stream) {
        return subscribe(stream, true);
    }

    private Answers<ReadReq, ReadResp> subscribe(String stream, boolean manual) {
        var options = options();
        options.setStream(ReadReq.Options.StreamOptions.newBuilder()
                .setStreamIdentifier(identifier(stream))
                .setStart(EMPTY));
        return subscribe(options, manual);
    }

    /** Subscribes to {@code $all} from its start, or from its end. */
    public Answers<ReadReq, ReadResp> subscribeToAll(boolean fromStart) {
        var all = ReadReq.Options.AllOptions.newBuilder();
        return subscribe(options().setAll(fromStart ? all.setStart(EMPTY) : all.setEnd(EMPTY)), false);
    }

    private Answers<ReadReq, ReadResp> subscribe(ReadReq.Options.Builder options, boolean manual) {
        var answers = new Answers<ReadReq, ReadResp>(manual);
        options.setSubscription(ReadReq.Options.SubscriptionOptions.getDefaultInstance());
        streams().read(ReadReq.newBuilder().setOptions(options).build(), answers);
        return answers;
    }

    private static ReadReq.Options.Builder options() {
        return ReadReq.Options.newBuilder()
                .setNoFilter(EMPTY)
                .setUuidOption(ReadReq.Options.UUIDOption.newBuilder().setStructured(EMPTY));
    }

    public void delete(String stream) {
        var unused = blocking()
                .delete(DeleteReq.newBuilder()
                        .setOptions(DeleteReq.Options.newBuilder()
                                .setStreamIdentifier(identifier(stream))
                                .setAny(EMPTY))
                        .build());
    }

    public void tombstone(String stream) {
        var unused = blocking()
                .tombstone(TombstoneReq.newBuilder()
                        .setOptions(TombstoneReq.Options.newBuilder()
                                .setStreamIdentifier(identifier(stream))
                                .setAny(EMPTY))
                        .build());
    }

    public ClusterInfo gossip() {
        return GossipGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .read(EMPTY);
    }

    public String version() {
        return ServerFeaturesGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .getSupportedMethods(EMPTY)
                .getEventStoreServerVersion();
    }

    /** The value of a trailer. */
    public static String trailer(StatusRuntimeException failure, String key) {
        Metadata trailers = failure.getTrailers();
        return String.valueOf(
                trailers == null ? null : trailers.get(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER)));
    }

    /** What a call fails with. */
    public static Status statusOf(Throwable failure) {
        return Status.fromThrowable(failure);
    }

    static Shared.StreamIdentifier.Builder identifier(String stream) {
        return Shared.StreamIdentifier.newBuilder().setStreamName(ByteString.copyFromUtf8(stream));
    }

    public static Shared.UUID newId() {
        UUID id = UUID.randomUUID();
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
    public void close() {
        channel.shutdownNow();
    }
}
