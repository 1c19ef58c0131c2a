package io.raftkms.signer.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.raft.MemberId;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CertificateAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final MemberId MEMBER = new MemberId("a", "0123456789abcdef");

    private final CertificateAuthority authority =
            CertificateAuthority.create("c-1-00ff", CLOCK, new SecureRandom(), Duration.ofDays(3650));

    @Test
    void memberCertificateChainsToTheCa() throws Exception {
        X509Certificate member =
                authority.issue(MEMBER, "10.0.0.1", Duration.ofDays(730)).certificate();

        PKIXParameters parameters =
                new PKIXParameters(Set.of(new TrustAnchor(authority.own().certificate(), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(NOW));
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        assertThat(CertPathValidator.getInstance("PKIX")
                        .validate(factory.generateCertPath(List.of(member)), parameters))
                .isNotNull();
    }

    @Test
    void memberCertificateSaysWhoAndWhereAndForWhat() throws Exception {
        X509Certificate address =
                authority.issue(MEMBER, "fd00::1", Duration.ofDays(730)).certificate();
        X509Certificate name =
                authority.issue(MEMBER, "kms.example.com", Duration.ofDays(730)).certificate();

        assertThat(address.getSubjectX500Principal().getName()).isEqualTo("CN=a\\#0123456789abcdef,O=c-1-00ff");
        assertThat(address.getSubjectAlternativeNames()).containsExactly(List.of(7, "fd00:0:0:0:0:0:0:1"));
        assertThat(name.getSubjectAlternativeNames()).containsExactly(List.of(2, "kms.example.com"));
        assertThat(name.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(name.getBasicConstraints()).as("no CA").isEqualTo(-1);
        assertThat(name.getNotBefore()).isEqualTo(NOW.minus(Duration.ofDays(1)));
        assertThat(name.getNotAfter()).isEqualTo(NOW.plus(Duration.ofDays(730)));
    }

    @Test
    void caSignsMembersOnly() {
        X509Certificate own = authority.own().certificate();

        assertThat(own.getSubjectX500Principal().getName()).isEqualTo("CN=raftkms CA c-1-00ff,O=c-1-00ff");
        assertThat(own.getBasicConstraints()).as("no CA below it").isZero();
        assertThat(own.getKeyUsage()[5]).as("signs certificates").isTrue();
    }

    @Test
    void pemIsReadableAndTheKeyStaysOutOfTexts() throws Exception {
        Credential credential = authority.issue(MEMBER, "h", Duration.ofDays(1));

        byte[] pem = credential.certificatePem().getBytes(StandardCharsets.US_ASCII);
        assertThat(CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)))
                .isEqualTo(credential.certificate());
        assertThat(new String(credential.keyPem(), StandardCharsets.US_ASCII))
                .startsWith("-----BEGIN PRIVATE KEY-----\n")
                .endsWith("\n-----END PRIVATE KEY-----\n");
        assertThat(credential.toString()).isEqualTo("Credential[CN=\"a#0123456789abcdef\", O=c-1-00ff]");
        assertThat(credential.fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
    }

    @Test
    void aLongClusterIdStillFitsTheCommonName() {
        String longest = "x".repeat(64);

        X509Certificate own = CertificateAuthority.create(longest, CLOCK, new SecureRandom(), Duration.ofDays(1))
                .own()
                .certificate();

        assertThat(own.getSubjectX500Principal().getName()).contains("O=" + longest);
    }
}
