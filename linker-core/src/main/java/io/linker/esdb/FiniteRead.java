package io.linker.esdb;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadResp;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.linker.event.RecordedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A read that ends by itself: gathers what comes, and tells once. */
final class FiniteRead extends ClientCall.Listener<ReadMessage> {
    /** Messages beside the events: first and last position, not found. */
    private static final int BESIDE_EVENTS = 3;

    private final Consumer<Result> then;
    private final List<RecordedEvent> events = new ArrayList<>();
    private long last = UNKNOWN;
    private boolean notFound;

    /** The server did not say where the stream ends. */
    static final long UNKNOWN = -1;

    /** How a read ended. */
    sealed interface Result {
        /**
         * What there is.
         *
         * @param last the stream's head as the server says, or {@link #UNKNOWN}
         */
        record Page(List<RecordedEvent> events, long last) implements Result {
            /** The head, from the newest event at hand where the server names none. */
            long head() {
                return events.stream().mapToLong(RecordedEvent::revision).reduce(last, Math::max);
            }
        }

        record NotFound() implements Result {}

        /** Deleted for ever; told apart by {@link StreamRead} only. */
        record Deleted() implements Result {}

        record Failed(Status status, Metadata trailers) implements Result {}
    }

    private FiniteRead(Consumer<Result> then) {
        this.then = then;
    }

    /** Starts a read, which ends within {@code deadline}; {@code then} runs on the channel's executor. */
    static void start(Channel channel, ReadReq request, Duration deadline, Consumer<Result> then) {
        var options = CallOptions.DEFAULT.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
        var call = ReadCall.on(channel, options);
        call.start(new FiniteRead(then), new Metadata());
        long most = request.getOptions().getCount() + BESIDE_EVENTS;
        call.request((int) Math.min(Integer.MAX_VALUE, most));
        call.sendMessage(request);
        call.halfClose();
    }

    @Override
    public void onMessage(ReadMessage message) {
        if (message instanceof ReadMessage.Event event) {
            events.add(event.original());
        } else {
            other(((ReadMessage.Other) message).message());
        }
    }

    private void other(ReadResp message) {
        switch (message.getContentCase()) {
            case LAST_STREAM_POSITION -> last = message.getLastStreamPosition();
            case STREAM_NOT_FOUND -> notFound = true;
            default -> {
                // first positions, and whatever newer servers add
            }
        }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        if (!status.isOk()) {
            then.accept(new Result.Failed(status, trailers));
        } else if (notFound) {
            then.accept(new Result.NotFound());
        } else {
            then.accept(new Result.Page(List.copyOf(events), last));
        }
    }
}
