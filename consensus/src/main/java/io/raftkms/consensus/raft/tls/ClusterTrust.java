package io.raftkms.consensus.raft.tls;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberId;
import java.math.BigInteger;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Date;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a certificate when the ordinary rules do (chain, dates, host name) and it also names a member of this cluster
 * that is accepted here. So a certificate of another cluster under the same CA ends in the handshake.
 */
final class ClusterTrust extends X509ExtendedTrustManager {
    private final Supplier<TlsMaterial> material;
    private final String clusterId;
    private final Clock clock;
    private final Predicate<MemberId> accepted;
    private final BiConsumer<Fault, String> refused;

    /** One way in which the JDK asks. */
    private interface Check {
        void run(X509ExtendedTrustManager ordinary) throws CertificateException;
    }

    /**
     * @param material the newest
     * @param clock decides about the dates of the certificate, beside the JDK's own
     * @param refused told why a certificate is not trusted; the other end and gRPC keep it to themselves
     */
    ClusterTrust(
            Supplier<TlsMaterial> material,
            String clusterId,
            Clock clock,
            Predicate<MemberId> accepted,
            BiConsumer<Fault, String> refused) {
        this.material = material;
        this.clusterId = clusterId;
        this.clock = clock;
        this.accepted = accepted;
        this.refused = refused;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, ordinary -> ordinary.checkClientTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, ordinary -> ordinary.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, ordinary -> ordinary.checkClientTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, ordinary -> ordinary.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, ordinary -> ordinary.checkClientTrusted(chain, authType));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, ordinary -> ordinary.checkServerTrusted(chain, authType));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return material.get().trust().getAcceptedIssuers();
    }

    private void check(X509Certificate[] chain, Check rules) throws CertificateException {
        try {
            TlsMaterial now = material.get();
            chain[0].checkValidity(Date.from(clock.instant()));
            rules.run(now.trust());
            checkMember(chain[0]);
            if (now.revoked().contains(chain[0].getSerialNumber())) {
                throw new CertificateRevoked(chain[0].getSerialNumber());
            }
        } catch (CertificateException e) {
            CertificateSubject subject = CertificateSubject.of(chain[0]);
            refused.accept(
                    faultOf(e),
                    "The certificate of " + subject.commonName().orElse("nobody") + " of cluster "
                            + subject.organizations() + " is refused by this member of cluster " + clusterId + ": "
                            + e.getMessage());
            throw e;
        }
    }

    private static Fault faultOf(CertificateException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateRevoked) {
                return Fault.TLS_CERTIFICATE_REVOKED;
            }
            if (cause instanceof CertificateExpiredException) {
                return Fault.TLS_CERTIFICATE_EXPIRED;
            }
            if (cause instanceof CertificateNotYetValidException) {
                return Fault.TLS_CERTIFICATE_NOT_YET_VALID;
            }
        }
        return Fault.IDENTITY_MISMATCH;
    }

    private static final class CertificateRevoked extends CertificateException {
        private static final long serialVersionUID = 1;

        CertificateRevoked(BigInteger serial) {
            super("serial number " + serial.toString(16) + " is in " + RevokedCertificates.FILE);
        }
    }

    private void checkMember(X509Certificate certificate) throws CertificateException {
        CertificateSubject subject = CertificateSubject.of(certificate);
        Optional<MemberId> member = subject.member();
        if (member.isEmpty() || !subject.isOfCluster(clusterId) || !accepted.test(member.get())) {
            throw new CertificateException(
                    "certificate of " + subject.commonName().orElse("nobody") + " of " + subject.organizations()
                            + " is not that of an expected member of cluster " + clusterId);
        }
    }
}
