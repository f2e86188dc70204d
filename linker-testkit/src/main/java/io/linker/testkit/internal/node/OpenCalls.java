package io.linker.testkit.internal.node;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows the calls under way so that a closing node can end them as a real one does, with UNAVAILABLE. Left to itself
 * the transport would reset them, which clients read as CANCELLED and some then swallow.
 */
final class OpenCalls implements ServerInterceptor {
    private static final Status GONE =
            Status.UNAVAILABLE.withDescription("Connection closed after GOAWAY. HTTP/2 error code: NO_ERROR");

    private final Set<Tracked<?, ?>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Tracked<Q, R> tracked = new Tracked<>(call);
        open.add(tracked);
        ServerCall.Listener<Q> listener = next.startCall(tracked, headers);
        if (ending) {
            // On its way when the client was told to go away: a server that shuts down in good order still takes such a
            // call.
            tracked.close(GONE, new Metadata());
        }
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onCancel() {
                open.remove(tracked);
                super.onCancel();
            }

            @Override
            public void onComplete() {
                open.remove(tracked);
                super.onComplete();
            }
        };
    }

    /** Ends those under way, and each that still comes. */
    void endAll() {
        ending = true;
        open.forEach(call -> call.close(GONE, new Metadata()));
    }

    /** A call that may be ended from another thread than the one that serves it; what comes later is dropped. */
    private static final class Tracked<Q, R> extends SimpleForwardingServerCall<Q, R> {
        private boolean closed;

        Tracked(ServerCall<Q, R> call) {
            super(call);
        }

        @Override
        public synchronized void sendHeaders(Metadata headers) {
            if (!closed) {
                super.sendHeaders(headers);
            }
        }

        @Override
        public synchronized void sendMessage(R message) {
            if (!closed) {
                super.sendMessage(message);
            }
        }

        @Override
        public synchronized void close(Status status, Metadata trailers) {
            if (!closed) {
                closed = true;
                super.close(status, trailers);
            }
        }
    }
}
