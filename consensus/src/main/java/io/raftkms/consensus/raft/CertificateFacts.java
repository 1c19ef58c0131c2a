package io.raftkms.consensus.raft;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A certificate as reports show it.
 *
 * @param subject its distinguished name, RFC 2253
 * @param serial in hexadecimal, as revoked.txt takes it
 * @param fingerprint SHA-256, as {@code openssl x509 -fingerprint -sha256} prints it
 */
public record CertificateFacts(String subject, String serial, String fingerprint, Instant from, Instant until) {

    public static CertificateFacts of(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return new CertificateFacts(
                    certificate.getSubjectX500Principal().getName(),
                    certificate.getSerialNumber().toString(16),
                    HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest),
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read has no encoding", e);
        }
    }
}
