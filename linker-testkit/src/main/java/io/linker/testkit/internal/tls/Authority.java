package io.linker.testkit.internal.tls;

import io.linker.testkit.Certificates.Issued;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority that lives as long as the object. */
public final class Authority {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final X500Name name = commonName("Linker test authority");
    private final KeyPair keys = newKeys();
    private final byte[] certificate;

    private Authority(Instant notBefore, Duration lifetime) throws IOException, GeneralSecurityException {
        certificate = sign(builder(name, keys, notBefore, lifetime)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign)));
    }

    public static Authority create(Instant notBefore, Duration lifetime) {
        try {
            return new Authority(notBefore, lifetime);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a certificate authority", e);
        }
    }

    public void writeTo(Path file) {
        writePem(file, "CERTIFICATE", certificate);
    }

    /** A node's certificate: real ones have both usages, as nodes call each other. */
    public void issueServer(List<String> names, Instant notBefore, Duration lifetime, Issued files) {

        issue("eventstoredb-node", names, notBefore, lifetime, files, new KeyPurposeId[] {
            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
        });
    }

    /** A user's certificate: its usage must not include that of a server. */
    public void issueUser(String login, Instant notBefore, Duration lifetime, Issued files) {
        issue(login, List.of(), notBefore, lifetime, files, new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth});
    }

    private void issue(
            String subject,
            List<String> names,
            Instant notBefore,
            Duration lifetime,
            Issued files,
            KeyPurposeId[] usages) {
        KeyPair subjectKeys = newKeys();
        try {
            var builder = builder(commonName(subject), subjectKeys, notBefore, lifetime)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usages));
            if (!names.isEmpty()) {
                builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
            }
            writePem(files.certificate(), "CERTIFICATE", sign(builder));
            writePem(files.key(), "PRIVATE KEY", subjectKeys.getPrivate().getEncoded());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot issue a certificate to " + subject, e);
        }
    }

    private X509v3CertificateBuilder builder(
            X500Name subject, KeyPair subjectKeys, Instant notBefore, Duration lifetime)
            throws IOException, GeneralSecurityException {
        var extensions = new JcaX509ExtensionUtils();
        var builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(120, RANDOM),
                Date.from(notBefore),
                Date.from(notBefore.plus(lifetime)),
                subject,
                subjectKeys.getPublic());
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(subjectKeys.getPublic()));
        return builder.addExtension(
                Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(keys.getPublic()));
    }

    private byte[] sign(X509v3CertificateBuilder builder) throws IOException, GeneralSecurityException {
        try {
            return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static X500Name commonName(String value) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, value).build();
    }

    private static GeneralNames alternatives(List<String> names) {
        return new GeneralNames(names.stream().map(Authority::alternative).toArray(GeneralName[]::new));
    }

    private static GeneralName alternative(String name) {
        boolean address = name.matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no P-256", e);
        }
    }

    private static void writePem(Path file, String type, byte[] content) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        try {
            Files.writeString(file, "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
