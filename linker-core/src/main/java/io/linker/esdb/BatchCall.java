package io.linker.esdb;

import com.eventstore.dbclient.proto.streams.StreamsGrpc;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendResp;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;

/**
 * One {@code BatchAppend} call, open as long as the session. Its requests are executed in the order sent. It is never
 * half-closed: servers drop the answers that are still to come then.
 */
final class BatchCall {
    private final ClientCall<BatchAppendReq, BatchAppendResp> call;
    private final String who;
    private final DestinationSession session;

    /** @param who the node, for people */
    BatchCall(Channel channel, String who, DestinationSession session) {
        this.call = channel.newCall(StreamsGrpc.getBatchAppendMethod(), CallOptions.DEFAULT);
        this.who = who;
        this.session = session;
    }

    void start(Batches batches) {
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onReady() {
                        session.ready();
                    }

                    @Override
                    public void onMessage(BatchAppendResp message) {
                        batches.answered(message);
                    }

                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        session.end(status, trailers, who);
                    }
                },
                new Metadata());
        // Answers are small and as many as the requests, which the caller bounds.
        call.request(Integer.MAX_VALUE);
    }

    boolean isReady() {
        return call.isReady();
    }

    void send(BatchAppendReq request) {
        call.sendMessage(request);
    }
}
