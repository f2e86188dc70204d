package io.linker.testkit.internal.faults;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.StatusRuntimeException;
import io.linker.testkit.faults.CountedFault;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Refuses calls other than appends at their first message, while a fault says so. */
public final class CallRefusals {
    /** What every node answers, whatever its state. */
    private static final Set<String> ALWAYS_SERVED =
            Set.of("event_store.client.gossip.Gossip", "event_store.client.server_features.ServerFeatures");

    private static final Set<String> LEADER_ONLY =
            Set.of("event_store.client.persistent_subscriptions.PersistentSubscriptions");

    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();

    /** Refuses from now on with this failure, until the fault is closed. */
    public CountedFault refuseWith(Supplier<StatusRuntimeException> failure) {
        var refusal = new Refusal(failure);
        refusals.add(refusal);
        return refusal;
    }

    private final class Refusal implements CountedFault {
        private final Supplier<StatusRuntimeException> failure;
        private final AtomicInteger calls = new AtomicInteger();

        Refusal(Supplier<StatusRuntimeException> failure) {
            this.failure = failure;
        }

        void strike(ServerCall<?, ?> call) {
            calls.incrementAndGet();
            StatusRuntimeException refused = failure.get();
            Metadata trailers = refused.getTrailers();
            call.close(refused.getStatus(), trailers == null ? new Metadata() : trailers);
        }

        @Override
        public int times() {
            return calls.get();
        }

        @Override
        public void close() {
            refusals.remove(this);
        }
    }

    <Q, A> ServerCall.Listener<Q> start(
            ServerCall<Q, A> call, Metadata headers, CallOrigin origin, ServerCallHandler<Q, A> next) {
        if (refusals.isEmpty() || !isRefusable(call, origin)) {
            return next.startCall(call, headers);
        }
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            private boolean refused;

            @Override
            public void onMessage(Q message) {
                refused = refused || refuse(call, message);
                if (!refused) {
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

    private static boolean isRefusable(ServerCall<?, ?> call, CallOrigin origin) {
        String service = Objects.requireNonNull(call.getMethodDescriptor().getServiceName());
        return !ALWAYS_SERVED.contains(service) && (origin.requiresLeader() || LEADER_ONLY.contains(service));
    }

    private boolean refuse(ServerCall<?, ?> call, Object message) {
        if (isSubscriptionFromEnd(message)) {
            return false; // seen on real followers: nothing is read for it, so nothing refuses it
        }
        Optional<Refusal> oldest = refusals.stream().findFirst();
        oldest.ifPresent(refusal -> refusal.strike(call));
        return oldest.isPresent();
    }

    private static boolean isSubscriptionFromEnd(Object message) {
        return message instanceof ReadReq read
                && read.getOptions().hasSubscription()
                && (read.getOptions().getStream().hasEnd()
                        || read.getOptions().getAll().hasEnd());
    }
}
