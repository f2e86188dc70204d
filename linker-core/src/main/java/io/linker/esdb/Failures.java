package io.linker.esdb;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.linker.error.Failure;
import io.linker.error.Failure.Kind;
import io.linker.esdb.EsdbConnection.Endpoint;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * What a status of a call means. The one place where statuses, trailers and descriptions of the server are read; the texts
 * were seen on servers of 23.10 and 24.10.
 */
final class Failures {
    private static final Metadata.Key<String> EXCEPTION = trailer("exception");
    private static final Metadata.Key<String> LEADER_HOST = trailer("leader-endpoint-host");
    private static final Metadata.Key<String> LEADER_PORT = trailer("leader-endpoint-port");
    private static final Metadata.Key<String> ACTUAL_VERSION = trailer("actual-version");

    private Failures() {}

    /**
     * Why a call ended.
     *
     * @param who the node, for people
     */
    static Failure of(Status status, @Nullable Metadata trailers, String who) {
        Kind kind = kind(status, trailers);
        return new Failure(kind, message(kind, status, who), status.getCause());
    }

    static Failure of(StatusRuntimeException thrown, String who) {
        return of(thrown.getStatus(), thrown.getTrailers(), who);
    }

    /** The value of the {@code exception} trailer, by which the server says what a status means; empty where it sent none. */
    static String exception(@Nullable Metadata trailers) {
        @Nullable String value = trailers == null ? null : trailers.get(EXCEPTION);
        return value == null ? "" : value;
    }

    /** Where a node that is not the leader believes the leader to be; it may be long dead. */
    static Optional<Endpoint> leaderHint(@Nullable Metadata trailers) {
        @Nullable String host = trailers == null ? null : trailers.get(LEADER_HOST);
        Optional<Long> port = number(trailers, LEADER_PORT);
        return host == null || host.isEmpty() || port.isEmpty() || port.get() < 1 || port.get() > 65535
                ? Optional.empty()
                : Optional.of(new Endpoint(host, port.get().intValue()));
    }

    /** The stream's newest revision as a refused tombstone names it; -1 for no stream. */
    static Optional<Long> actualRevision(@Nullable Metadata trailers) {
        return number(trailers, ACTUAL_VERSION);
    }

    /**
     * Whether the server failed to put a stream name that is not plain ASCII into its trailers, and answered HTTP 500 instead: the
     * stream is tombstoned, or a tombstone met another revision than expected.
     */
    static boolean isUnspeakableName(Status status, String stream) {
        return status.getCode() == Status.Code.UNKNOWN
                && description(status).contains("http status code 500")
                && !stream.chars().allMatch(letter -> letter >= ' ' && letter < 127);
    }

    /** A handler of the server's threw something; which it does for positions of another database, too. */
    static boolean isHandlerException(Status status) {
        return status.getCode() == Status.Code.UNKNOWN
                && description(status).contains("exception was thrown by handler");
    }

    /** The server says that there is no such position: a subscription by INVALID_ARGUMENT, a read by its text alone. */
    static boolean isInvalidPosition(Status status) {
        return status.getCode() == Status.Code.INVALID_ARGUMENT
                || (status.getCode() == Status.Code.UNKNOWN
                        && description(status).contains("invalidposition"));
    }

    private static Kind kind(Status status, @Nullable Metadata trailers) {
        return switch (exception(trailers)) {
            case "not-leader" -> Kind.NOT_LEADER;
            case "stream-deleted" -> Kind.STREAM_DELETED;
            case "access-denied" -> Kind.ACCESS_DENIED;
            default -> byStatus(status);
        };
    }

    private static Kind byStatus(Status status) {
        return switch (status.getCode()) {
            case OK, CANCELLED -> Kind.ENDED;
            case UNAVAILABLE -> unavailable(status);
            case ABORTED -> description(status).contains("too slow") ? Kind.TOO_SLOW : Kind.TIMEOUT;
            case DEADLINE_EXCEEDED -> Kind.TIMEOUT;
            case UNAUTHENTICATED -> Kind.AUTHENTICATION;
            case PERMISSION_DENIED -> Kind.ACCESS_DENIED;
            case UNIMPLEMENTED -> Kind.UNSUPPORTED;
            case RESOURCE_EXHAUSTED ->
                // A connection cut for too many pings has this status as well.
                description(status).contains("too_many_pings") ? Kind.UNAVAILABLE : Kind.MESSAGE_TOO_LARGE;
            case INTERNAL -> description(status).contains("rst_stream") ? Kind.UNAVAILABLE : Kind.UNKNOWN;
            default -> Kind.UNKNOWN;
        };
    }

    /** A node that is down, one that is not ready, a refused certificate and an unknown name share one status. */
    private static Kind unavailable(Status status) {
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException && isVerdict(cause)) {
                return Kind.TLS;
            }
            if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
                return Kind.UNKNOWN_HOST;
            }
        }
        String description = description(status);
        boolean notYet = description.contains("server is not ready")
                || description.contains("server not ready")
                || description.contains("server is too busy");
        return notYet ? Kind.NOT_READY : Kind.UNAVAILABLE;
    }

    /** Whether a failed handshake says something about certificates or protocol, and not just that the node went away. */
    private static boolean isVerdict(Throwable handshake) {
        String reason = String.valueOf(handshake.getMessage()).toLowerCase(Locale.ROOT);
        boolean wentAway = reason.contains("connection closed") || reason.contains("timed out");
        return !wentAway
                && (handshake instanceof SSLHandshakeException
                        || reason.contains("certificate")
                        || reason.contains("not an ssl/tls record"));
    }

    private static String message(Kind kind, Status status, String who) {
        return switch (kind) {
            case UNAVAILABLE -> who + " cannot be reached: " + detail(status);
            case NOT_READY -> who + " is not ready yet: it is starting, or its cluster elects a leader";
            case NOT_LEADER -> who + " is not the leader of its cluster";
            case TOO_SLOW -> who + " ended the subscription, which had fallen behind; it is resumed";
            case TIMEOUT -> who + " did not answer in time: " + detail(status);
            case ENDED -> who + " ended the call without a reason";
            case UNKNOWN_HOST -> who + " has a host name that does not resolve: " + detail(status);
            case MESSAGE_TOO_LARGE -> who + " ended the call because of one message: " + detail(status);
            case AUTHENTICATION ->
                who + " refused the credentials; check user and password, and that the user is enabled";
            case ACCESS_DENIED -> who + " denied access; give the link's user the right, or the link another user";
            case TLS -> who + " could not be trusted: " + tls(status);
            case STREAM_DELETED -> "A stream of " + who + " is deleted for ever";
            case UNSUPPORTED -> who + " lacks what a link needs: " + detail(status);
            case INVALID_POSITION -> who + " does not know the position; it belongs to another database";
            case UNKNOWN -> who + " answered " + detail(status);
        };
    }

    private static String tls(Status status) {
        @Nullable Throwable deepest = deepest(status);
        String reason = deepest == null ? detail(status) : String.valueOf(deepest.getMessage());
        return reason + "; " + remedy(reason.toLowerCase(Locale.ROOT), deepest);
    }

    private static String remedy(String reason, @Nullable Throwable deepest) {
        if (deepest instanceof CertificateExpiredException) {
            return "its certificate has expired, and must be renewed on the server";
        }
        if (deepest instanceof CertificateNotYetValidException) {
            return "its certificate is not valid yet; compare the clocks of both machines";
        }
        if (reason.contains("not an ssl/tls record")) {
            return "it speaks plaintext on this port, which tls=false says";
        }
        if (reason.contains("alert")) {
            return "it refused what the link showed; check userCertFile and userKeyFile";
        }
        return "give the authority that signed its certificate as tlsCaFile, and a host name that the certificate holds";
    }

    private static @Nullable Throwable deepest(Status status) {
        @Nullable Throwable deepest = status.getCause();
        while (deepest != null && deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
    }

    private static String detail(Status status) {
        @Nullable Throwable deepest = deepest(status);
        String text = status.getCode() + (status.getDescription() == null ? "" : " " + status.getDescription());
        return deepest == null || deepest.getMessage() == null ? text : text + " (" + deepest.getMessage() + ")";
    }

    private static String description(Status status) {
        @Nullable String description = status.getDescription();
        return description == null ? "" : description.toLowerCase(Locale.ROOT);
    }

    private static Optional<Long> number(@Nullable Metadata trailers, Metadata.Key<String> key) {
        @Nullable String value = trailers == null ? null : trailers.get(key);
        try {
            return value == null ? Optional.empty() : Optional.of(Long.parseLong(value));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Metadata.Key<String> trailer(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
