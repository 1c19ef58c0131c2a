package io.raftkms.signer.admin;

import io.raftkms.consensus.raft.CertificateFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What {@code cluster cert show} prints.
 *
 * @param own the certificate that this member shows in new handshakes
 * @param authorities those whose certificates it accepts
 * @param revoked serial numbers that it refuses
 */
public record CertificateReport(
        String self, Certificate own, List<Certificate> authorities, List<Peer> peers, List<String> revoked) {
    /**
     * @param serial in hexadecimal, as revoked.txt takes it
     * @param from RFC 3339
     * @param daysLeft whole days; negative when its time is over
     */
    public record Certificate(
            String subject, String serial, String fingerprint, String from, String until, long daysLeft) {
        static Certificate of(CertificateFacts facts, Instant now) {
            return new Certificate(
                    facts.subject(),
                    facts.serial(),
                    facts.fingerprint(),
                    facts.from().toString(),
                    facts.until().toString(),
                    Math.floorDiv(
                            Duration.between(now, facts.until()).toSeconds(),
                            Duration.ofDays(1).toSeconds()));
        }
    }

    /**
     * What a handshake with another member gave, right now.
     *
     * @param certificate null if there was no handshake
     * @param error why not, else null
     */
    public record Peer(String name, Certificate certificate, String error) {}
}
