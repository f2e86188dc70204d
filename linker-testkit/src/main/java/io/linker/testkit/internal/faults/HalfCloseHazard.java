package io.linker.testkit.internal.faults;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.function.Supplier;

/**
 * What 24.10 does to a batch append call after its client has half-closed: it ends with the next answer, though more are
 * outstanding, and does not end at all if none is. Off unless ordered.
 */
final class HalfCloseHazard {
    private final Supplier<Boolean> inForce;

    HalfCloseHazard(Supplier<Boolean> inForce) {
        this.inForce = inForce;
    }

    <Q, A> ServerCall.Listener<Q> start(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (!inForce.get()) {
            return next.startCall(call, headers);
        }
        var hasty = new HastyCall<>(call);
        return new SimpleForwardingServerCallListener<>(next.startCall(hasty, headers)) {
            @Override
            public void onHalfClose() {
                hasty.halfClosed = true;
                super.onHalfClose();
            }
        };
    }

    private static final class HastyCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private volatile boolean halfClosed;
        private boolean ended;

        HastyCall(ServerCall<Q, A> call) {
            super(call);
        }

        @Override
        public synchronized void sendMessage(A message) {
            if (ended) {
                return;
            }
            super.sendMessage(message);
            if (halfClosed) {
                end(Status.OK, new Metadata());
            }
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (!status.isOk()) {
                end(status, trailers);
            }
        }

        private void end(Status status, Metadata trailers) {
            if (!ended) {
                ended = true;
                super.close(status, trailers);
            }
        }
    }
}
