package io.linker.benchmarks.ends;

import com.eventstore.dbclient.proto.streams.StreamsGrpc;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadResp;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadResp.ReadEvent.RecordedEvent;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.linker.event.Position;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Follows {@code $all} over the generated stubs. Hands every event over on the transport's thread. */
public final class Subscription extends ClientCall.Listener<ReadResp> implements AutoCloseable {
    private static final long CONFIRMED_SECONDS = 30;

    private final ManagedChannel channel;
    private final ClientCall<ReadReq, ReadResp> call;
    private final Consumer<RecordedEvent> events;
    private final CompletableFuture<Void> confirmed = new CompletableFuture<>();

    private Subscription(Address database, Consumer<RecordedEvent> events) {
        this.channel = database.channel();
        this.call = channel.newCall(StreamsGrpc.getReadMethod(), CallOptions.DEFAULT);
        this.events = events;
    }

    /** Subscribes after a position and waits until that is confirmed; nothing comes before it is asked for. */
    public static Subscription open(Address database, Position after, Consumer<RecordedEvent> events) {
        var subscription = new Subscription(database, events);
        subscription.call.start(subscription, new Metadata());
        subscription.call.request(1);
        subscription.call.sendMessage(Wire.follow(after));
        subscription.call.halfClose();
        subscription.confirmed.orTimeout(CONFIRMED_SECONDS, TimeUnit.SECONDS).join();
        return subscription;
    }

    /** Where a database ends now. */
    public static Position end(Address database) {
        ManagedChannel channel = database.channel();
        try {
            var newest = StreamsGrpc.newBlockingStub(channel).read(Wire.newest());
            while (newest.hasNext()) {
                ReadResp next = newest.next();
                if (next.hasEvent()) {
                    RecordedEvent event = next.getEvent().getEvent();
                    return new Position(event.getCommitPosition(), event.getPreparePosition());
                }
            }
            return Position.START;
        } finally {
            channel.shutdownNow();
        }
    }

    /** Lets so many more messages come. */
    public void ask(int messages) {
        call.request(messages);
    }

    @Override
    public void onMessage(ReadResp message) {
        switch (message.getContentCase()) {
            case CONFIRMATION -> confirmed.complete(null);
            case EVENT -> events.accept(message.getEvent().getEvent());
            default -> call.request(1); // not what was asked for
        }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        confirmed.completeExceptionally(status.asRuntimeException());
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
