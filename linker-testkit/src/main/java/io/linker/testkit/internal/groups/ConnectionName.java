package io.linker.testkit.internal.groups;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Objects;

/** What clients call their connections; only the statistics of groups show it. */
final class ConnectionName {
    private static final Metadata.Key<String> HEADER =
            Metadata.Key.of("connection-name", Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<String> NAME = Context.keyWithDefault("connection-name", "<unknown>");

    static final ServerInterceptor FROM_HEADERS = new ServerInterceptor() {
        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            String name = headers.get(HEADER);
            return name == null
                    ? next.startCall(call, headers)
                    : Contexts.interceptCall(Context.current().withValue(NAME, name), call, headers, next);
        }
    };

    private ConnectionName() {}

    /** That of the current call. */
    static String current() {
        return Objects.requireNonNull(NAME.get());
    }
}
