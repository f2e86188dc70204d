package io.linker.testkit.internal.node;

import com.google.protobuf.MessageLite;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** The limit of every service but the streams service, which takes larger messages; gRPC knows one per server only. */
final class MessageLimit implements ServerInterceptor {
    private static final int MAX_BYTES = 4 << 20;

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            private boolean refused;

            @Override
            public void onMessage(Q message) {
                if (message instanceof MessageLite sized && sized.getSerializedSize() > MAX_BYTES) {
                    refused = true;
                    call.close(
                            Status.RESOURCE_EXHAUSTED.withDescription(
                                    "Received message exceeds the maximum configured message size."),
                            new Metadata());
                } else {
                    super.onMessage(message);
                }
            }

            @Override
            public void onHalfClose() {
                if (!refused) {
                    super.onHalfClose();
                }
            }
        };
    }
}
