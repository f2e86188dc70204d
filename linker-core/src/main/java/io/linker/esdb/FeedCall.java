package io.linker.esdb;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadResp;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.linker.event.Position;
import java.util.concurrent.Executor;

/**
 * One subscription call. Everything it hears runs on the executor given, one at a time, and no message comes that was not
 * asked for.
 */
final class FeedCall extends ClientCall.Listener<ReadMessage> {
    /** Hears what the call brings. */
    interface Handler {
        void confirmed();

        void event(ReadMessage.Event event);

        void checkpoint(Position position);

        void caughtUp();

        /** The call is over; it never ends well. */
        void ended(Status status, Metadata trailers);
    }

    private final ClientCall<ReadReq, ReadMessage> call;
    private final ReadReq request;
    private final Handler handler;

    FeedCall(Channel channel, Executor executor, ReadReq request, Handler handler) {
        this.call = ReadCall.on(channel, CallOptions.DEFAULT.withExecutor(executor));
        this.request = request;
        this.handler = handler;
    }

    /** Opens the call. The one message asked for is the confirmation, which nobody is charged for. */
    void start() {
        call.start(this, new Metadata());
        call.request(1);
        call.sendMessage(request);
        call.halfClose();
    }

    void request(int n) {
        call.request(n);
    }

    @Override
    public void onMessage(ReadMessage message) {
        if (message instanceof ReadMessage.Event event) {
            handler.event(event);
        } else {
            other(((ReadMessage.Other) message).message());
        }
    }

    private void other(ReadResp message) {
        switch (message.getContentCase()) {
            case CONFIRMATION -> handler.confirmed();
            case CHECKPOINT ->
                handler.checkpoint(new Position(
                        message.getCheckpoint().getCommitPosition(),
                        message.getCheckpoint().getPreparePosition()));
            case CAUGHT_UP -> handler.caughtUp();
            default -> call.request(1); // newer servers may say more; it is not what was asked for
        }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        handler.ended(status, trailers);
    }
}
