package io.linker.testkit.internal.access;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.linker.testkit.Users;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * Finds out who makes a call, before any handler runs. Wrong credentials end every call, also those that need none; no
 * credentials make the caller anonymous. A call stays with the user it began as, whatever becomes of that user.
 */
public final class Authentication implements ServerInterceptor {
    /** Who makes the current call. */
    public static final Context.Key<Principal> CALLER = Context.keyWithDefault("caller", Principal.ANONYMOUS);

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Users users;

    public Authentication(Users users) {
        this.users = users;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Optional<Principal> caller;
        try {
            caller = callerOf(call, headers);
        } catch (IllegalArgumentException undecodable) {
            // the real server fails inside and answers HTTP 500, which a client reports as this
            return refuse(call, Status.UNKNOWN.withDescription("HTTP status code 500\ninvalid content-type: null"));
        }
        if (caller.isEmpty()) {
            return refuse(call, Status.UNAUTHENTICATED.withDescription("Unauthenticated"));
        }
        return Contexts.interceptCall(Context.current().withValue(CALLER, caller.get()), call, headers, next);
    }

    /** The caller; empty if what it shows is wrong. */
    private Optional<Principal> callerOf(ServerCall<?, ?> call, Metadata headers) {
        Optional<Basic> basic = Basic.parse(headers.get(AUTHORIZATION));
        if (basic.isPresent()) {
            return users.authenticate(basic.get().login(), basic.get().password());
        }
        SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        Optional<String> certified = session == null ? Optional.empty() : UserCertificate.loginOf(session);
        return certified.isPresent() ? users.find(certified.get()) : Optional.of(Principal.ANONYMOUS);
    }

    private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, Status status) {
        call.close(status, new Metadata());
        return new ServerCall.Listener<>() {};
    }
}
