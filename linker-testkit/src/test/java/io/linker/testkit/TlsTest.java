package io.linker.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.eventstore.dbclient.AppendToStreamOptions;
import com.eventstore.dbclient.EventDataBuilder;
import com.eventstore.dbclient.EventStoreDBClient;
import com.eventstore.dbclient.EventStoreDBConnectionString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.linker.testkit.wire.Wire;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class TlsTest {
    @TempDir
    private Path directory;

    private Certificates certificates;
    private Users users;

    @BeforeEach
    void makeCertificates() {
        certificates = Certificates.in(directory);
        users = Users.defaults().add("alice", "secret");
    }

    @Test
    void theOfficialClientConnectsWithTheConnectionString() throws Exception {
        try (var node = EmbeddedEventStore.builder().tls(certificates).start()) {
            append(node.connectionString());
        }
    }

    @Test
    void theOfficialClientIsTheUserOfItsCertificate() throws Exception {
        try (var node =
                EmbeddedEventStore.builder().tls(certificates).users(users).start()) {
            Certificates.Issued alice = certificates.user("alice");
            append(node.connectionString() + "&userCertFile=" + alice.certificate() + "&userKeyFile=" + alice.key());
        }
    }

    @Test
    void aClientCertificateIsNotRequired() throws Exception {
        try (var node = EmbeddedEventStore.builder()
                        .tls(certificates)
                        .users(users)
                        .start();
                Wire wire = connect(node, certificates.authority(), null)) {
            assertThat(wire.as("alice", "secret").append("s")).isZero();
            assertThat(codeOf(wire)).isEqualTo(Status.Code.PERMISSION_DENIED);
        }
    }

    @Test
    void aCertificateOfNobodyIsUnauthenticatedAndOneOfANodeIsAnonymous() throws Exception {
        try (var node = EmbeddedEventStore.builder()
                        .tls(certificates)
                        .users(users)
                        .start();
                Wire nobody = connect(node, certificates.authority(), certificates.user("nobody"));
                Wire server = connect(node, certificates.authority(), certificates.server())) {
            assertThat(codeOf(nobody)).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(codeOf(server)).isEqualTo(Status.Code.PERMISSION_DENIED);
        }
    }

    @Test
    void anExpiredCertificateIsNotAccepted() throws Exception {
        try (var node = EmbeddedEventStore.builder()
                        .tls(certificates)
                        .users(users)
                        .start();
                Wire late = connect(node, certificates.authority(), certificates.expiredUser("alice"))) {
            assertThat(codeOf(late)).isEqualTo(Status.Code.UNAVAILABLE);
        }
        try (var node = EmbeddedEventStore.builder()
                        .tls(certificates, certificates.expiredServer())
                        .start();
                Wire wire = connect(node, certificates.authority(), null)) {
            assertThat(failureOf(wire)).hasRootCauseInstanceOf(java.security.cert.CertificateExpiredException.class);
        }
    }

    @Test
    void aStrangersAuthorityAndAWrongNameAreRecognised(@TempDir Path elsewhere) throws Exception {
        Path stranger = Certificates.in(elsewhere).authority();
        try (var node = EmbeddedEventStore.builder().tls(certificates).start();
                Wire wire = connect(node, stranger, null)) {
            assertThat(failureOf(wire)).hasCauseInstanceOf(SSLHandshakeException.class);
        }
        try (var node = EmbeddedEventStore.builder()
                        .tls(certificates, certificates.serverFor("elsewhere.example"))
                        .start();
                Wire wire = connect(node, certificates.authority(), null)) {
            assertThat(failureOf(wire)).hasCauseInstanceOf(SSLHandshakeException.class);
        }
    }

    private static void append(String uri) throws Exception {
        EventStoreDBClient client = EventStoreDBClient.create(EventStoreDBConnectionString.parseOrThrow(uri));
        try {
            var event = EventDataBuilder.binary(UUID.randomUUID(), "t", new byte[0], false)
                    .build();
            var result = client.appendToStream("s", AppendToStreamOptions.get(), event)
                    .get(10, TimeUnit.SECONDS);
            assertThat(result.getNextExpectedRevision().toRawLong()).isZero();
        } finally {
            client.shutdown().get(10, TimeUnit.SECONDS);
        }
    }

    private static Wire connect(EmbeddedEventStore node, Path authority, Certificates.@Nullable Issued user)
            throws SSLException {
        var context = GrpcSslContexts.forClient().trustManager(authority.toFile());
        if (user != null) {
            context.keyManager(user.certificate().toFile(), user.key().toFile());
        }
        ManagedChannel channel = NettyChannelBuilder.forAddress("localhost", node.port())
                .sslContext(context.build())
                .build();
        return Wire.over(channel);
    }

    private static Status.Code codeOf(Wire wire) {
        return failureOf(wire).getStatus().getCode();
    }

    private static StatusRuntimeException failureOf(Wire wire) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> wire.append("s"));
    }
}
