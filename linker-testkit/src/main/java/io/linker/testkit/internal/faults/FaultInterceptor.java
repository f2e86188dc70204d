package io.linker.testkit.internal.faults;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Notes where every call comes from, and lets faults get at it before its handler. */
public final class FaultInterceptor implements ServerInterceptor {
    private static final Metadata.Key<String> REQUIRES_LEADER =
            Metadata.Key.of("requires-leader", Metadata.ASCII_STRING_MARSHALLER);

    private final Transport transport;
    private final CallRefusals refusals;
    private final DeleteGate deletes;
    private final HalfCloseHazard hazard;

    public FaultInterceptor(Transport transport, CallRefusals refusals, DeleteGate deletes, HalfCloseHazard hazard) {
        this.transport = transport;
        this.refusals = refusals;
        this.deletes = deletes;
        this.hazard = hazard;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Connection connection = transport.connectionOf(call.getAttributes());
        if (connection == null || connection.takeSpoilt()) {
            call.close(Refusals.handlerException(), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        var origin = new CallOrigin(connection, Boolean.parseBoolean(headers.get(REQUIRES_LEADER)));
        Context context = Context.current().withValue(CallOrigin.KEY, origin);
        return Contexts.interceptCall(
                context, call, headers, (inner, metadata) -> route(inner, metadata, origin, next));
    }

    private <Q, A> ServerCall.Listener<Q> route(
            ServerCall<Q, A> call, Metadata headers, CallOrigin origin, ServerCallHandler<Q, A> next) {
        return switch (call.getMethodDescriptor().getFullMethodName()) {
            case "event_store.client.streams.Streams/BatchAppend" -> hazard.start(call, headers, next);
            case "event_store.client.streams.Streams/Append" -> next.startCall(call, headers);
            case "event_store.client.streams.Streams/Delete", "event_store.client.streams.Streams/Tombstone" ->
                refusals.start(
                        call, headers, origin, (inner, metadata) -> deletes.start(inner, metadata, origin, next));
            default -> refusals.start(call, headers, origin, next);
        };
    }
}
