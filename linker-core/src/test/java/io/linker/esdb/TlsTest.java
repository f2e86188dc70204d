package io.linker.esdb;

import static io.linker.esdb.HeardAtDestination.next;
import static org.assertj.core.api.Assertions.assertThat;

import io.linker.error.Failure.Kind;
import io.linker.testkit.Certificates;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.testkit.Users;
import io.linker.write.Destination;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final HeardAtDestination heard = new HeardAtDestination();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @Test
    void theRightAuthorityIsTrusted() throws IOException {
        Certificates certificates = certificates("a");
        connect("esdb://localhost:" + node(certificates).port() + "?tlsCaFile=" + certificates.authority());
        assertThat(next(heard.connected).endpoint()).startsWith("localhost:");
    }

    @Test
    void anotherAuthorityIsAVerdictAndNotANodeThatIsDown() throws IOException {
        EmbeddedEventStore node = node(certificates("a"));
        connect("esdb://localhost:" + node.port() + "?tlsCaFile="
                + certificates("b").authority());
        var why = next(heard.ended).why();
        assertThat(why.kind()).isEqualTo(Kind.TLS);
        assertThat(why.message()).contains("db-1 (localhost:" + node.port() + ")", "tlsCaFile");
    }

    @Test
    void aCertificateForAnotherNameIsAVerdict() throws IOException {
        Certificates certificates = certificates("a");
        EmbeddedEventStore node = started(EmbeddedEventStore.builder()
                .tls(certificates, certificates.serverFor("elsewhere.example"))
                .start());
        connect("esdb://localhost:" + node.port() + "?tlsCaFile=" + certificates.authority());
        assertThat(next(heard.ended).why().kind()).isEqualTo(Kind.TLS);
    }

    @Test
    void anExpiredCertificateIsAVerdict() throws IOException {
        Certificates certificates = certificates("a");
        EmbeddedEventStore node = started(EmbeddedEventStore.builder()
                .tls(certificates, certificates.expiredServer())
                .start());
        connect("esdb://localhost:" + node.port() + "?tlsCaFile=" + certificates.authority());
        var why = next(heard.ended).why();
        assertThat(why.kind()).isEqualTo(Kind.TLS);
        assertThat(why.message()).contains("NotAfter: ", year(), "has expired").doesNotContain("tlsCaFile");
    }

    private static String year() {
        return String.valueOf(LocalDate.now(ZoneOffset.UTC).getYear());
    }

    @Test
    void anExpiredUserCertificateIsNamedWithItsDate() throws IOException {
        Certificates certificates = certificates("a");
        Certificates.Issued expired = certificates.expiredUser("admin");
        connect(as(node(certificates), certificates, expired));
        var why = next(heard.ended).why();
        assertThat(why.kind()).isEqualTo(Kind.TLS);
        assertThat(why.message()).contains(expired.certificate().toString(), "expired at " + year());
    }

    private static String as(EmbeddedEventStore node, Certificates certificates, Certificates.Issued user) {
        return "esdb://localhost:" + node.port() + "?tlsCaFile=" + certificates.authority() + "&userCertFile="
                + user.certificate() + "&userKeyFile=" + user.key();
    }

    @Test
    void aUserCertificateIsReadAgainAtEachConnect() throws IOException {
        Certificates certificates = certificates("a");
        EmbeddedEventStore node = started(EmbeddedEventStore.builder()
                .tls(certificates)
                .users(Users.defaults())
                .start());
        Certificates.Issued current = certificates.expiredUser("admin");
        Destination destination = connect(as(node, certificates, current));
        assertThat(next(heard.ended).why().kind()).isEqualTo(Kind.TLS);
        Certificates.Issued renewed = certificates.user("admin");
        Files.copy(renewed.certificate(), current.certificate(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(renewed.key(), current.key(), StandardCopyOption.REPLACE_EXISTING);
        destination.connect(2, heard);
        next(heard.connected);
        destination.read(1, new ReadRequest("order-1", Long.MAX_VALUE, 1));
        assertThat(next(heard.reads).answer()).isEqualTo(new ReadAnswer.NotFound());
    }

    @Test
    void whoeverAsksForNoChecksGetsNone() throws IOException {
        connect("esdb://localhost:" + node(certificates("a")).port() + "?tlsVerifyCert=false");
        next(heard.connected);
    }

    @Test
    void plaintextWhereTlsIsExpectedSaysSo() {
        EmbeddedEventStore node = started(EmbeddedEventStore.start());
        connect("esdb://localhost:" + node.port() + "?tls=true");
        var why = next(heard.ended).why();
        assertThat(why.kind()).isEqualTo(Kind.TLS);
        assertThat(why.message()).contains("tls=false");
    }

    @Test
    void aNodeThatIsDownIsNotAVerdict() throws IOException {
        connect("esdb://localhost:" + Sockets.deadPort() + "?tlsCaFile="
                + certificates("a").authority());
        assertThat(next(heard.ended).why().kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @Test
    void aMissingFileIsNamed() {
        connect("esdb://localhost:1?tlsCaFile=" + directory.resolve("missing.crt"));
        var why = next(heard.ended).why();
        assertThat(why.kind()).isEqualTo(Kind.TLS);
        assertThat(why.message()).contains("missing.crt", "tlsCaFile");
    }

    @Test
    void filesAreReadAgainAtEachConnect() throws IOException {
        Path trusted = directory.resolve("trusted.crt");
        Certificates certificates = certificates("a");
        Files.copy(certificates("b").authority(), trusted);
        Destination destination =
                connect("esdb://localhost:" + node(certificates).port() + "?tlsCaFile=" + trusted);
        assertThat(next(heard.ended).why().kind()).isEqualTo(Kind.TLS);
        Files.copy(certificates.authority(), trusted, StandardCopyOption.REPLACE_EXISTING);
        destination.connect(2, heard);
        next(heard.connected);
    }

    @Test
    void aUserCertificateStandsForThePassword() throws IOException {
        Certificates certificates = certificates("a");
        Certificates.Issued admin = certificates.user("admin");
        EmbeddedEventStore node = started(EmbeddedEventStore.builder()
                .tls(certificates)
                .users(Users.defaults())
                .start());
        Destination destination = connect(as(node, certificates, admin));
        next(heard.connected);
        destination.read(1, new ReadRequest("order-1", Long.MAX_VALUE, 1));
        assertThat(next(heard.reads).answer()).isEqualTo(new ReadAnswer.NotFound());
    }

    private Certificates certificates(String name) throws IOException {
        return Certificates.in(Files.createDirectories(directory.resolve(name)));
    }

    private EmbeddedEventStore node(Certificates certificates) {
        return started(EmbeddedEventStore.builder().tls(certificates).start());
    }

    private EmbeddedEventStore started(EmbeddedEventStore node) {
        open.add(node);
        return node;
    }

    /** The first handshake of a process loads what TLS needs, which takes its time on a busy machine. */
    private static String patient(String connectionString) {
        return connectionString + "&gossipTimeout=20000";
    }

    private Destination connect(String connectionString) {
        Destination destination =
                EsdbLink.destination(ConnectionString.parse(patient(connectionString), "db-1"), 1, "test");
        open.push(destination);
        destination.connect(1, heard);
        return destination;
    }
}
