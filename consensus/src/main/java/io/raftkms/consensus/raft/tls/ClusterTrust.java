package io.raftkms.consensus.raft.tls;

import io.raftkms.consensus.raft.MemberId;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a certificate when the ordinary rules do (chain, dates, host name) and it also names a member of this cluster
 * that is accepted here. So a certificate of another cluster under the same CA ends in the handshake.
 */
final class ClusterTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager ordinary;
    private final String clusterId;
    private final Predicate<MemberId> accepted;

    ClusterTrust(X509ExtendedTrustManager ordinary, String clusterId, Predicate<MemberId> accepted) {
        this.ordinary = ordinary;
        this.clusterId = clusterId;
        this.accepted = accepted;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        ordinary.checkClientTrusted(chain, authType, engine);
        checkMember(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        ordinary.checkServerTrusted(chain, authType, engine);
        checkMember(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        ordinary.checkClientTrusted(chain, authType, socket);
        checkMember(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        ordinary.checkServerTrusted(chain, authType, socket);
        checkMember(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        ordinary.checkClientTrusted(chain, authType);
        checkMember(chain[0]);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        ordinary.checkServerTrusted(chain, authType);
        checkMember(chain[0]);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return ordinary.getAcceptedIssuers();
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
