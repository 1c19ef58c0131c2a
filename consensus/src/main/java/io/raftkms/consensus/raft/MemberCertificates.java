package io.raftkms.consensus.raft;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A running member's TLS material: what it uses, what others show, and how it takes new files into use. */
public interface MemberCertificates {
    /** The certificate that new handshakes use. */
    CertificateFacts own();

    /** The authorities whose certificates are accepted; several while the cluster changes its CA. */
    List<CertificateFacts> authorities();

    /** Serial numbers that are refused, in hexadecimal. */
    List<String> revoked();

    /**
     * Reads the files again and checks them as a start does.
     *
     * @return takes them into use for every handshake from then on, leaving connections that stand alone; empty if the
     *     files are those in use
     * @throws MemberFaultException with one of the {@code TLS_} faults; nothing has changed then
     */
    Optional<Runnable> prepareReload() throws MemberFaultException;

    /**
     * Shakes hands with another member's peer port on a connection of its own, as either would after a lost one. Blocks.
     *
     * @return the certificate that the other member shows now
     * @throws IOException if it cannot be reached, or one of the two refuses the other
     */
    CertificateFacts handshakeWith(MemberSettings.Member member, Duration limit) throws IOException;
}
