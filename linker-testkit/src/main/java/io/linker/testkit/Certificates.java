package io.linker.testkit;

import io.linker.testkit.internal.tls.Authority;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Throwaway certificates for tests: an authority of its own, and what it issues, as PEM files in one directory.
 *
 * <pre>{@code
 * var certificates = Certificates.in(tempDir);
 * var alice = certificates.user("alice");
 * var node = EmbeddedEventStore.builder().tls(certificates).start();
 * var uri = "esdb://localhost:" + node.port() + "?tls=true&tlsCaFile=" + certificates.authority()
 *         + "&userCertFile=" + alice.certificate() + "&userKeyFile=" + alice.key();
 * }</pre>
 *
 * <p>Keys are of the curve P-256 in PKCS#8. Certificates are valid from one hour ago for thirty days, expired ones until
 * one minute ago. Two objects have two authorities, and do not trust each other. Safe for use by several threads.
 */
public final class Certificates {
    private static final Duration MARGIN = Duration.ofHours(1);
    private static final Duration LIFETIME = Duration.ofDays(30);

    /**
     * A certificate and its key.
     *
     * @param certificate a PEM file
     * @param key a PEM file, not encrypted
     */
    public record Issued(Path certificate, Path key) {}

    private final Path directory;
    private final Authority authority;
    private final Issued server;
    private final AtomicInteger issued = new AtomicInteger();

    private Certificates(Path directory) {
        this.directory = directory;
        this.authority = Authority.create(Instant.now().minus(MARGIN), LIFETIME);
        authority.writeTo(authority());
        this.server = serverFor("localhost", "127.0.0.1");
    }

    /** Makes an authority and a server certificate and writes them into a directory that exists. */
    public static Certificates in(Path directory) {
        return new Certificates(directory);
    }

    /** The certificate of the authority: what a connection string names as {@code tlsCaFile}. */
    public Path authority() {
        return directory.resolve("ca.crt");
    }

    /** A server certificate for {@code localhost} and {@code 127.0.0.1}; the same one at each call. */
    public Issued server() {
        return server;
    }

    /** A server certificate for these names and IPv4 addresses only. */
    public Issued serverFor(String... names) {
        return issue("server", (at, files) -> authority.issueServer(List.of(names), at, LIFETIME, files));
    }

    /** A server certificate as {@link #server}, but expired. */
    public Issued expiredServer() {
        var names = List.of("localhost", "127.0.0.1");
        return issue("server", (at, files) -> authority.issueServer(names, at, expired(), files));
    }

    /** A user certificate: a client that shows it is this user, without a password. */
    public Issued user(String login) {
        return issue("user", (at, files) -> authority.issueUser(login, at, LIFETIME, files));
    }

    /** A user certificate that has expired. */
    public Issued expiredUser(String login) {
        return issue("user", (at, files) -> authority.issueUser(login, at, expired(), files));
    }

    private static Duration expired() {
        return MARGIN.minusMinutes(1);
    }

    private interface Issue {
        void to(Instant notBefore, Issued files);
    }

    private Issued issue(String kind, Issue issue) {
        String name = kind + "-" + issued.incrementAndGet();
        var files = new Issued(directory.resolve(name + ".crt"), directory.resolve(name + ".key"));
        issue.to(Instant.now().minus(MARGIN), files);
        return files;
    }
}
