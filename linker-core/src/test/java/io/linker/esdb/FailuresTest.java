package io.linker.esdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.grpc.Metadata;
import io.grpc.Status;
import io.linker.error.Failure;
import io.linker.error.Failure.Kind;
import io.linker.esdb.EsdbConnection.Endpoint;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {
    static List<Arguments> statuses() {
        return List.of(
                arguments(Status.OK, "", Kind.ENDED),
                arguments(Status.CANCELLED, "", Kind.ENDED),
                arguments(Status.UNAVAILABLE.withDescription("io exception"), "", Kind.UNAVAILABLE),
                arguments(because("io exception", new ConnectException("refused")), "", Kind.UNAVAILABLE),
                arguments(because("Keepalive failed. The connection is likely gone", null), "", Kind.UNAVAILABLE),
                arguments(because("Server Is Not Ready", null), "", Kind.NOT_READY),
                arguments(because("Server not ready", null), "", Kind.NOT_READY),
                arguments(because("Server Is Too Busy", null), "", Kind.NOT_READY),
                arguments(because("io exception", untrusted()), "", Kind.TLS),
                arguments(because("io exception", new SSLException("not an SSL/TLS record: 00")), "", Kind.TLS),
                arguments(
                        because("io exception", new SSLException("Received fatal alert: certificate_required")),
                        "",
                        Kind.TLS),
                arguments(
                        because("io exception", new SSLHandshakeException("Connection closed while handshaking")),
                        "",
                        Kind.UNAVAILABLE),
                arguments(because("io exception", new SSLException("Connection reset")), "", Kind.UNAVAILABLE),
                arguments(because("Unable to resolve", new UnknownHostException("x")), "", Kind.UNKNOWN_HOST),
                arguments(Status.NOT_FOUND.withDescription("Leader info available"), "not-leader", Kind.NOT_LEADER),
                arguments(Status.NOT_FOUND, "", Kind.UNKNOWN),
                arguments(Status.UNAUTHENTICATED, "", Kind.AUTHENTICATION),
                arguments(Status.PERMISSION_DENIED, "access-denied", Kind.ACCESS_DENIED),
                arguments(Status.PERMISSION_DENIED, "", Kind.ACCESS_DENIED),
                arguments(Status.FAILED_PRECONDITION, "stream-deleted", Kind.STREAM_DELETED),
                arguments(Status.DEADLINE_EXCEEDED, "", Kind.TIMEOUT),
                arguments(
                        Status.ABORTED.withDescription(
                                "Operation timed out: Consumer too slow to handle event while live."),
                        "",
                        Kind.TOO_SLOW),
                arguments(
                        Status.ABORTED.withDescription("Operation timed out: Commit phase timeout."), "", Kind.TIMEOUT),
                arguments(
                        Status.RESOURCE_EXHAUSTED.withDescription(
                                "Received message exceeds the maximum configured message size."),
                        "",
                        Kind.MESSAGE_TOO_LARGE),
                arguments(
                        Status.RESOURCE_EXHAUSTED.withDescription(
                                "Bandwidth exhausted HTTP/2 error code: ENHANCE_YOUR_CALM too_many_pings"),
                        "",
                        Kind.UNAVAILABLE),
                arguments(Status.UNIMPLEMENTED, "", Kind.UNSUPPORTED),
                arguments(Status.INTERNAL.withDescription("RST_STREAM closed stream"), "", Kind.UNAVAILABLE),
                arguments(Status.INTERNAL, "", Kind.UNKNOWN),
                arguments(Status.UNKNOWN.withDescription("Exception was thrown by handler."), "", Kind.UNKNOWN),
                arguments(Status.INVALID_ARGUMENT, "", Kind.UNKNOWN));
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void everyStatusHasOneMeaningAndASentenceThatNamesTheNode(Status status, String exception, Kind kind) {
        Failure failure = Failures.of(status, trailers("exception", exception), "db-1 (a:1)");
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.message()).contains("db-1 (a:1)");
    }

    @ParameterizedTest
    @MethodSource("handshakes")
    void aFailedHandshakeNamesTheRemedy(Throwable cause, String remedy) {
        Failure failure = Failures.of(because("io exception", cause), null, "db-1 (a:1)");
        assertThat(failure.kind()).isEqualTo(Kind.TLS);
        assertThat(failure.message()).contains(remedy, "db-1 (a:1)");
    }

    static List<Arguments> handshakes() {
        return List.of(
                arguments(
                        failed(new CertificateExpiredException("NotAfter: 2020")),
                        "NotAfter: 2020; its certificate has"),
                arguments(failed(new CertificateNotYetValidException("NotBefore: 2090")), "not valid yet"),
                arguments(failed(new CertificateException("unable to find valid path")), "tlsCaFile"),
                arguments(new SSLException("Received fatal alert: certificate_unknown"), "userCertFile"));
    }

    private static Throwable failed(CertificateException why) {
        return new SSLHandshakeException("General OpenSslEngine problem").initCause(why);
    }

    @Test
    void theHintOfANodeThatIsNotTheLeaderIsReadFromItsTrailers() {
        var trailers = trailers("leader-endpoint-host", "c", "leader-endpoint-port", "2117");
        assertThat(Failures.leaderHint(trailers)).contains(new Endpoint("c", 2117));
        assertThat(Failures.leaderHint(trailers("leader-endpoint-host", "c"))).isEmpty();
        assertThat(Failures.leaderHint(trailers("leader-endpoint-host", "c", "leader-endpoint-port", "0")))
                .isEmpty();
        assertThat(Failures.leaderHint(null)).isEmpty();
    }

    static List<Arguments> refusals() {
        var wrong = trailers("exception", "wrong-expected-version", "actual-version", "7");
        var none = trailers("exception", "wrong-expected-version", "actual-version", "-1");
        var unspeakable = Status.UNKNOWN.withDescription("HTTP status code 500 invalid content-type: null");
        return List.of(
                arguments(Status.FAILED_PRECONDITION, wrong, new WriteAnswer.WrongExpectedRevision(7)),
                arguments(Status.FAILED_PRECONDITION, none, new WriteAnswer.WrongExpectedRevision(-1)),
                arguments(
                        Status.FAILED_PRECONDITION,
                        trailers("exception", "stream-deleted"),
                        new WriteAnswer.StreamDeleted()),
                arguments(Status.PERMISSION_DENIED, trailers(), WriteAnswer.Denied.class),
                arguments(because("Server Is Not Ready", null), trailers(), WriteAnswer.NotNow.class),
                arguments(Status.NOT_FOUND, trailers("exception", "not-leader"), WriteAnswer.NotNow.class),
                arguments(because("io exception", null), trailers(), WriteAnswer.Undecided.class),
                arguments(Status.ABORTED, trailers(), WriteAnswer.Undecided.class),
                arguments(Status.DEADLINE_EXCEEDED, trailers(), WriteAnswer.Undecided.class),
                arguments(unspeakable, trailers(), WriteAnswer.Undecided.class),
                arguments(Status.INVALID_ARGUMENT, trailers(), WriteAnswer.Refused.class));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusedTombstoneIsOnlyFinalWhereTheServerSaysSo(Status status, Metadata trailers, Object expected) {
        var tombstone = new WriteRequest.Tombstone("bestellung-ü", 3);
        WriteAnswer answer = Tombstones.refusal(status, trailers, tombstone, "db-1 (a:1)");
        if (expected instanceof Class<?> kind) {
            assertThat(answer).isInstanceOf(kind);
        } else {
            assertThat(answer).isEqualTo(expected);
        }
    }

    private static Status because(String description, @org.jspecify.annotations.Nullable Throwable cause) {
        return Status.UNAVAILABLE.withDescription(description).withCause(cause);
    }

    private static Exception untrusted() {
        var handshake = new SSLHandshakeException("General OpenSslEngine problem");
        handshake.initCause(new CertificateException("unable to find valid certification path"));
        return new IOException(handshake);
    }

    private static Metadata trailers(String... pairs) {
        var metadata = new Metadata();
        for (int i = 0; i < pairs.length; i += 2) {
            metadata.put(Metadata.Key.of(pairs[i], Metadata.ASCII_STRING_MARSHALLER), pairs[i + 1]);
        }
        return metadata;
    }
}
