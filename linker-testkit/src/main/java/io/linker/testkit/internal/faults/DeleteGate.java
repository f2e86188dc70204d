package io.linker.testkit.internal.faults;

import com.eventstore.dbclient.proto.shared.Shared;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.DeleteReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.TombstoneReq;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The faults in force around soft deletes and tombstones. */
public final class DeleteGate {
    private static final Status TIMED_OUT =
            Status.ABORTED.withDescription("Operation timed out: " + Refusals.COMMIT_TIMEOUT);

    private final List<DeleteRule> rules = new CopyOnWriteArrayList<>();

    public DeleteRule add(DeleteRule rule) {
        rules.add(rule);
        return rule;
    }

    void remove(DeleteRule rule) {
        rules.remove(rule);
    }

    <Q, A> ServerCall.Listener<Q> start(
            ServerCall<Q, A> call, Metadata headers, CallOrigin origin, ServerCallHandler<Q, A> next) {
        if (rules.isEmpty()) {
            return next.startCall(call, headers);
        }
        var faulty = new FaultyCall<>(call, origin);
        return new SimpleForwardingServerCallListener<>(next.startCall(faulty, headers)) {
            @Override
            public void onMessage(Q message) {
                String stream = streamOf(message);
                faulty.rule = rules.stream()
                        .filter(rule -> rule.claims(stream))
                        .findFirst()
                        .orElse(null);
                super.onMessage(message);
            }

            @Override
            public void onHalfClose() {
                if (!faulty.endsBeforehand()) {
                    super.onHalfClose();
                }
            }
        };
    }

    private static String streamOf(Object message) {
        Shared.StreamIdentifier identifier = message instanceof DeleteReq delete
                ? delete.getOptions().getStreamIdentifier()
                : ((TombstoneReq) message).getOptions().getStreamIdentifier();
        return identifier.getStreamName().toStringUtf8();
    }

    /** A call whose answer a fault may replace. A refusal is not replaced: nothing is ambiguous about it. */
    private static final class FaultyCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final CallOrigin origin;
        private @Nullable DeleteRule rule;
        private boolean ended;

        FaultyCall(ServerCall<Q, A> call, CallOrigin origin) {
            super(call);
            this.origin = origin;
        }

        /** Ends the call if it must not reach the log. */
        boolean endsBeforehand() {
            if (rule != null && !rule.commits()) {
                end(rule.end());
            }
            return ended;
        }

        @Override
        public void sendMessage(A message) {
            if (rule == null) {
                super.sendMessage(message);
            } else {
                end(rule.end());
            }
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (!ended) {
                super.close(status, trailers);
            }
        }

        private void end(DeleteRule.End end) {
            ended = true;
            switch (end) {
                case TIME_OUT -> super.close(TIMED_OUT, new Metadata());
                case CUT -> origin.cut();
            }
        }
    }
}
