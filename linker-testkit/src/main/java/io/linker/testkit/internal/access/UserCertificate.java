package io.linker.testkit.internal.access;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Reads the login out of a user certificate, whose chain the handshake has verified. */
final class UserCertificate {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private UserCertificate() {}

    /** The login; empty if the peer showed no certificate, or a node's. */
    static Optional<String> loginOf(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate && isUsers(certificate)
                    ? commonName(certificate)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException | CertificateParsingException none) {
            return Optional.empty();
        }
    }

    private static boolean isUsers(X509Certificate certificate) throws CertificateParsingException {
        List<String> usages = certificate.getExtendedKeyUsage();
        return usages != null && usages.contains(CLIENT_AUTH) && !usages.contains(SERVER_AUTH);
    }

    private static Optional<String> commonName(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(part -> part.getValue().toString())
                            .findFirst();
        } catch (InvalidNameException unreadable) {
            return Optional.empty();
        }
    }
}
