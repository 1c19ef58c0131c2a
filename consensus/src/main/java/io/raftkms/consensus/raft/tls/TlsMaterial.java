package io.raftkms.consensus.raft.tls;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.MemberSettings;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What the files of {@code tls/} held when they were read, checked: one set that fits together.
 *
 * @param authorities those of ca.pem whose time is not over; several while a cluster changes its CA
 * @param chain this member's certificate first
 * @param trust the ordinary rules, for these authorities
 */
record TlsMaterial(
        List<X509Certificate> authorities,
        List<X509Certificate> chain,
        PrivateKey key,
        X509ExtendedTrustManager trust,
        RevokedCertificates revoked) {

    /**
     * @param files instead of those of the settings
     * @param host this member's advertised host, which its certificate must name
     * @throws MemberFaultException with one of the {@code TLS_} faults
     */
    static TlsMaterial read(MemberSettings settings, MemberSettings.Tls files, String host, Instant now)
            throws MemberFaultException {
        List<X509Certificate> authorities = authorities(files, now);
        List<X509Certificate> chain = PemFiles.certificates(files.certificate());
        PrivateKey key = PemFiles.privateKey(files.key());
        RevokedCertificates revoked = RevokedCertificates.beside(files.ca());
        CertificateChecks checks = new CertificateChecks(files.certificate(), chain.get(0));
        checks.validAt(now);
        checks.belongsTo(key, files.key());
        checks.issuedBy(authorities, chain, now);
        checks.names(settings.self(), settings.clusterId(), host);
        checks.notAmong(revoked);
        try {
            return new TlsMaterial(authorities, chain, key, trustManager(authorities), revoked);
        } catch (GeneralSecurityException | IOException e) {
            throw new MemberFaultException(
                    Fault.TLS_MATERIAL_INVALID, "This Java cannot use " + files.certificate() + ".", e);
        }
    }

    /** An old CA that expires beside its successor is no reason to stop; none that is valid is. */
    private static List<X509Certificate> authorities(MemberSettings.Tls files, Instant now)
            throws MemberFaultException {
        List<X509Certificate> all = PemFiles.certificates(files.ca());
        List<X509Certificate> valid = new ArrayList<>();
        MemberFaultException first = null;
        for (X509Certificate authority : all) {
            try {
                new CertificateChecks(files.ca(), authority).validAt(now);
                valid.add(authority);
            } catch (MemberFaultException outOfDate) {
                first = first == null ? outOfDate : first;
            }
        }
        if (valid.isEmpty()) {
            throw first;
        }
        return List.copyOf(valid);
    }

    private static X509ExtendedTrustManager trustManager(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("ca-" + i, authorities.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    /** Whether a handshake would go the same way with the other. */
    boolean sameAs(TlsMaterial other) {
        return authorities.equals(other.authorities)
                && chain.equals(other.chain)
                && revoked.equals(other.revoked)
                && java.security.MessageDigest.isEqual(key.getEncoded(), other.key.getEncoded());
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "TlsMaterial[" + chain.get(0).getSubjectX500Principal() + "]";
    }
}
