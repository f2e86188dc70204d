package io.linker.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    @TempDir
    private Path directory;

    @Test
    void theServerCertificateIsForThisMachineAndIssuedByTheAuthority() throws Exception {
        var certificates = Certificates.in(directory);
        X509Certificate server = read(certificates.server().certificate());

        assertThat(server.getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
        assertThat(server.getExtendedKeyUsage()).contains(SERVER_AUTH);
        assertThatCode(() -> {
                    server.checkValidity();
                    server.verify(read(certificates.authority()).getPublicKey());
                })
                .doesNotThrowAnyException();
    }

    @Test
    void aUserCertificateNamesItsUserAndCannotServe() throws Exception {
        X509Certificate alice =
                read(Certificates.in(directory).user("alice, bob+1").certificate());

        assertThat(alice.getSubjectX500Principal().getName()).isEqualTo("CN=alice\\, bob\\+1");
        assertThat(alice.getExtendedKeyUsage()).containsExactly(CLIENT_AUTH);
    }

    @Test
    void expiredCertificatesHaveExpired() throws Exception {
        var certificates = Certificates.in(directory);
        for (var expired : List.of(certificates.expiredServer(), certificates.expiredUser("alice"))) {
            X509Certificate certificate = read(expired.certificate());
            assertThatThrownBy(certificate::checkValidity).isInstanceOf(CertificateExpiredException.class);
        }
    }

    @Test
    void theFilesAreWhatGrpcReads() throws Exception {
        var certificates = Certificates.in(directory);
        var server = certificates.server();
        var context = GrpcSslContexts.forServer(
                        server.certificate().toFile(), server.key().toFile())
                .trustManager(certificates.authority().toFile())
                .build();
        assertThat(context.isServer()).isTrue();
    }

    @Test
    void twoAuthoritiesDoNotTrustEachOther(@TempDir Path elsewhere) throws Exception {
        X509Certificate server = read(Certificates.in(directory).server().certificate());
        X509Certificate stranger = read(Certificates.in(elsewhere).authority());
        assertThatThrownBy(() -> server.verify(stranger.getPublicKey())).isInstanceOf(SignatureException.class);
    }

    private static X509Certificate read(Path file) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
