package io.raftkms.consensus.raft;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA of a test, with P-256 keys, which issues certificates of any members, good and bad ones. */
final class TestAuthority {
    private static final String HOST = "127.0.0.1";

    private final KeyPair keys = newKeys();
    private final X500Name name;
    private final Instant now = Instant.now();
    private long serial = 1;

    TestAuthority(String name) {
        this.name = new X500NameBuilder().addRDN(BCStyle.CN, name).build();
    }

    /** Files of a member whose certificate is as it should be. */
    MemberSettings.Tls issue(Path directory, MemberId member, String clusterId) {
        return issue(directory, member, clusterId, HOST, now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(1)));
    }

    MemberSettings.Tls issue(
            Path directory, MemberId member, String clusterId, String address, Instant from, Instant until) {
        try {
            Files.createDirectories(directory);
            KeyPair own = newKeys();
            X500Name subject = new X500NameBuilder()
                    .addRDN(BCStyle.O, clusterId)
                    .addRDN(BCStyle.CN, member.toString())
                    .build();
            X509v3CertificateBuilder builder = builder(subject, own, from, until)
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(GeneralName.iPAddress, address)));
            return new MemberSettings.Tls(
                    pem(directory.resolve("ca.pem"), "CERTIFICATE", certificate()),
                    pem(directory.resolve("member.pem"), "CERTIFICATE", sign(builder)),
                    pem(
                            directory.resolve("member.key"),
                            "PRIVATE KEY",
                            own.getPrivate().getEncoded()));
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] certificate() throws IOException, OperatorCreationException {
        X509v3CertificateBuilder builder = builder(
                        name, keys, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(2)))
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        return sign(builder);
    }

    private X509v3CertificateBuilder builder(X500Name subject, KeyPair own, Instant from, Instant until) {
        return new JcaX509v3CertificateBuilder(
                name, BigInteger.valueOf(serial++), Date.from(from), Date.from(until), subject, own.getPublic());
    }

    private byte[] sign(X509v3CertificateBuilder builder) throws IOException, OperatorCreationException {
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();
    }

    private static Path pem(Path file, String type, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        String text = "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
        return Files.write(file, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
