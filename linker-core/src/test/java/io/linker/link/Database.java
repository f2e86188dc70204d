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
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A database as a test sees it: written and read through the raw protocol, so that no client stands in between. */
final class Database implements AutoCloseable {
    private static final long TICKS_PER_SECOND = 10_000_000;

    private final ManagedChannel channel;
    private final StreamsGrpc.StreamsStub streams;
    private final StreamsGrpc.StreamsBlockingStub blocking;

    /** The database of a connection string that names one host. */
    Database(String connectionString) {
        channel = DatabaseChannel.open(connectionString);
        streams = StreamsGrpc.newStub(channel);
        blocking = StreamsGrpc.newBlockingStub(channel);
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
            return withMetadata(text.getBytes(StandardCharsets.UTF_8));
        }

        Event withMetadata(byte[] other) {
            return new Event(id, type, json, data, other);
        }

        Event asBinary() {
            return new Event(id, type, false, data, metadata);
        }

        Event withType(String other) {
            return new Event(id, other, json, data, metadata);
        }

        Event withData(byte[] other) {
            return new Event(id, type, json, other, metadata);
        }
    }

    /** An event as it was read; one character of data and metadata is one byte. */
    record Read(String stream, long revision, UUID id, String type, boolean json, String data, String metadata) {
        static Read of(RecordedEvent event) {
            return new Read(
                    event.stream(),
                    event.revision(),
                    event.id(),
                    event.type(),
                    event.json(),
                    new String(event.data(), StandardCharsets.ISO_8859_1),
                    new String(event.metadata(), StandardCharsets.ISO_8859_1));
        }
    }

    AppendResp append(String stream, Event... events) {
        return append(stream, List.of(events));
    }

    AppendResp append(String stream, List<Event> events) {
        return append(AppendReq.Options.newBuilder().setAny(Shared.Empty.getDefaultInstance()), stream, events);
    }

    /** Appends behind this revision, which the stream must have; -1 for a stream that is not there. */
    AppendResp appendExactly(String stream, long revision, Event... events) {
        var options = AppendReq.Options.newBuilder();
        return append(
                revision < 0 ? options.setNoStream(Shared.Empty.getDefaultInstance()) : options.setRevision(revision),
                stream,
                List.of(events));
    }

    private AppendResp append(AppendReq.Options.Builder options, String stream, List<Event> events) {
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
                .setOptions(options.setStreamIdentifier(identifier(stream)))
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

    /** The newest document of a stream that has some. */
    String metadata(String stream) {
        List<Read> documents = read("$$" + stream);
        return documents.get(documents.size() - 1).data();
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
                .setNoFilter(Shared.Empty.getDefaultInstance())
                .setStream(ReadReq.Options.StreamOptions.newBuilder()
                        .setStreamIdentifier(identifier(stream))
                        .setStart(Shared.Empty.getDefaultInstance()));
        return read(options).stream().map(Read::of).toList();
    }

    /** Whether the stream is closed for ever. */
    boolean isTombstoned(String stream) {
        try {
            read(stream);
            return false;
        } catch (StatusRuntimeException refused) {
            return refused.getStatus().getCode() == Status.Code.FAILED_PRECONDITION;
        }
    }

    /** The ids a reader of the stream sees, in order. */
    List<UUID> ids(String stream) {
        return read(stream).stream().map(Read::id).toList();
    }

    /** Every event of the streams whose names begin with one of these, in the order written, hidden ones included. */
    List<RecordedEvent> history(String... prefixes) {
        var names = ReadReq.Options.FilterOptions.Expression.newBuilder().addAllPrefix(List.of(prefixes));
        var options = ReadReq.Options.newBuilder()
                .setFilter(ReadReq.Options.FilterOptions.newBuilder()
                        .setStreamIdentifier(names)
                        .setMax(1_000)
                        .setCheckpointIntervalMultiplier(1))
                .setAll(ReadReq.Options.AllOptions.newBuilder().setStart(Shared.Empty.getDefaultInstance()));
        return read(options);
    }

    private List<RecordedEvent> read(ReadReq.Options.Builder options) {
        var request = ReadReq.newBuilder()
                .setOptions(options.setCount(Integer.MAX_VALUE)
                        .setUuidOption(ReadReq.Options.UUIDOption.newBuilder()
                                .setStructured(Shared.Empty.getDefaultInstance())))
                .build();
        Iterator<ReadResp> responses =
                blocking.withDeadlineAfter(60, TimeUnit.SECONDS).read(request);
        var events = new ArrayList<RecordedEvent>();
        while (responses.hasNext()) {
            ReadResp response = responses.next();
            if (response.hasEvent()) {
                events.add(recorded(response.getEvent().getEvent()));
            }
        }
        return events;
    }

    private static RecordedEvent recorded(ReadResp.ReadEvent.RecordedEvent event) {
        Shared.UUID.Structured id = event.getId().getStructured();
        long ticks = Long.parseLong(event.getMetadataOrThrow("created"));
        return new RecordedEvent(
                event.getStreamIdentifier().getStreamName().toStringUtf8(),
                event.getStreamRevision(),
                new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits()),
                event.getMetadataOrThrow("type"),
                event.getMetadataOrThrow("content-type").equals("application/json"),
                event.getData().toByteArray(),
                event.getCustomMetadata().toByteArray(),
                Instant.ofEpochSecond(ticks / TICKS_PER_SECOND, ticks % TICKS_PER_SECOND * 100),
                new Position(event.getCommitPosition(), event.getPreparePosition()));
    }

    private static Shared.StreamIdentifier identifier(String stream) {
        return Shared.StreamIdentifier.newBuilder()
                .setStreamName(ByteString.copyFromUtf8(stream))
                .build();
    }

    /** Tries again at once to connect, whatever failed before. */
    void connectNow() {
        channel.resetConnectBackoff();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
