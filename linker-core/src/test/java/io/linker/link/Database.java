package io.linker.link;

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
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A database as a test sees it: written and read through the raw protocol, so that no client stands in between. */
final class Database implements AutoCloseable {
    private final ManagedChannel channel;
    private final StreamsGrpc.StreamsStub streams;
    private final StreamsGrpc.StreamsBlockingStub blocking;

    Database(String host, int port) {
        channel = NettyChannelBuilder.forAddress(host, port)
                .usePlaintext()
                .maxInboundMessageSize(32 << 20)
                .build();
        var headers = new Metadata();
        headers.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Basic " + Base64.getEncoder().encodeToString("admin:changeit".getBytes(StandardCharsets.UTF_8)));
        var authenticated = MetadataUtils.newAttachHeadersInterceptor(headers);
        streams = StreamsGrpc.newStub(channel).withInterceptors(authenticated);
        blocking = StreamsGrpc.newBlockingStub(channel).withInterceptors(authenticated);
    }

    /** An event to be written. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Event(UUID id, String type, boolean json, byte[] data, byte[] metadata) {
        static Event of(String text) {
            return new Event(
                    UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)),
                    "tested",
                    true,
                    ("{\"is\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8),
                    new byte[0]);
        }

        Event withMetadata(String text) {
            return new Event(id, type, json, data, text.getBytes(StandardCharsets.UTF_8));
        }

        Event withType(String other) {
            return new Event(id, other, json, data, metadata);
        }

        Event withData(byte[] other) {
            return new Event(id, type, json, other, metadata);
        }
    }

    /** An event as it was read. */
    record Read(String stream, long revision, UUID id, String type, boolean json, String data, String metadata) {}

    AppendResp append(String stream, Event... events) {
        return append(stream, List.of(events));
    }

    AppendResp append(String stream, List<Event> events) {
        var answer = new CompletableFuture<AppendResp>();
        StreamObserver<AppendReq> call = streams.withDeadlineAfter(20, TimeUnit.SECONDS)
                .append(new StreamObserver<>() {
                    @Override
                    public void onNext(AppendResp response) {
                        answer.complete(response);
                    }

                    @Override
                    public void onError(Throwable thrown) {
                        answer.completeExceptionally(thrown);
                    }

                    @Override
                    public void onCompleted() {}
                });
        call.onNext(AppendReq.newBuilder()
                .setOptions(AppendReq.Options.newBuilder()
                        .setStreamIdentifier(identifier(stream))
                        .setAny(Shared.Empty.getDefaultInstance()))
                .build());
        for (Event event : events) {
            call.onNext(
                    AppendReq.newBuilder().setProposedMessage(proposed(event)).build());
        }
        call.onCompleted();
        AppendResp response = answer.orTimeout(20, TimeUnit.SECONDS).join();
        if (!response.hasSuccess()) {
            throw new AssertionError("append to " + stream + ": " + response);
        }
        return response;
    }

    private static AppendReq.ProposedMessage proposed(Event event) {
        return AppendReq.ProposedMessage.newBuilder()
                .setId(Shared.UUID
                        .newBuilder()
                        .setStructured(Shared.UUID
                                .Structured
                                .newBuilder()
                                .setMostSignificantBits(event.id().getMostSignificantBits())
                                .setLeastSignificantBits(event.id().getLeastSignificantBits())))
                .putMetadata("type", event.type())
                .putMetadata("content-type", event.json() ? "application/json" : "application/octet-stream")
                .setData(ByteString.copyFrom(event.data()))
                .setCustomMetadata(ByteString.copyFrom(event.metadata()))
                .build();
    }

    void setMetadata(String stream, String document) {
        append(
                "$$" + stream,
                new Event(
                        UUID.randomUUID(), "$metadata", true, document.getBytes(StandardCharsets.UTF_8), new byte[0]));
    }

    void delete(String stream) {
        blocking.withDeadlineAfter(20, TimeUnit.SECONDS)
                .delete(DeleteReq.newBuilder()
                        .setOptions(DeleteReq.Options.newBuilder()
                                .setStreamIdentifier(identifier(stream))
                                .setAny(Shared.Empty.getDefaultInstance()))
                        .build());
    }

    void tombstone(String stream) {
        blocking.withDeadlineAfter(20, TimeUnit.SECONDS)
                .tombstone(TombstoneReq.newBuilder()
                        .setOptions(TombstoneReq.Options.newBuilder()
                                .setStreamIdentifier(identifier(stream))
                                .setAny(Shared.Empty.getDefaultInstance()))
                        .build());
    }

    /** What a reader of the stream sees; empty where it is not found. */
    List<Read> read(String stream) {
        var options = ReadReq.Options.newBuilder()
                .setStream(ReadReq.Options.StreamOptions.newBuilder()
                        .setStreamIdentifier(identifier(stream))
                        .setStart(Shared.Empty.getDefaultInstance()));
        return read(options);
    }

    /** Every event of the database, deleted ones included. */
    List<Read> readAll() {
        var options = ReadReq.Options.newBuilder()
                .setAll(ReadReq.Options.AllOptions.newBuilder().setStart(Shared.Empty.getDefaultInstance()));
        return read(options);
    }

    private List<Read> read(ReadReq.Options.Builder options) {
        var request = ReadReq.newBuilder()
                .setOptions(options.setCount(Integer.MAX_VALUE)
                        .setNoFilter(Shared.Empty.getDefaultInstance())
                        .setUuidOption(ReadReq.Options.UUIDOption.newBuilder()
                                .setStructured(Shared.Empty.getDefaultInstance())))
                .build();
        Iterator<ReadResp> responses =
                blocking.withDeadlineAfter(60, TimeUnit.SECONDS).read(request);
        var events = new ArrayList<Read>();
        while (responses.hasNext()) {
            ReadResp response = responses.next();
            if (response.hasEvent()) {
                events.add(read(response.getEvent().getEvent()));
            }
        }
        return events;
    }

    private static Read read(ReadResp.ReadEvent.RecordedEvent event) {
        Shared.UUID.Structured id = event.getId().getStructured();
        return new Read(
                event.getStreamIdentifier().getStreamName().toStringUtf8(),
                event.getStreamRevision(),
                new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits()),
                event.getMetadataOrThrow("type"),
                event.getMetadataOrThrow("content-type").equals("application/json"),
                event.getData().toStringUtf8(),
                event.getCustomMetadata().toStringUtf8());
    }

    private static Shared.StreamIdentifier identifier(String stream) {
        return Shared.StreamIdentifier.newBuilder()
                .setStreamName(ByteString.copyFromUtf8(stream))
                .build();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
