package io.raftkms.consensus.raft.tls;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.MemberId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What can be wrong with a member's own certificate, found before the start instead of as a failed handshake on some
 * other member later.
 */
final class CertificateChecks {
    private static final int SAN_DNS = 2;
    private static final int SAN_IP = 7;
    private static final byte[] PROBE = {'r', 'a', 'f', 't', 'k', 'm', 's', ' ', 'p', 'r', 'o', 'b', 'e'};

    private final Path file;
    private final X509Certificate certificate;

    CertificateChecks(Path file, X509Certificate certificate) {
        this.file = file;
        this.certificate = certificate;
    }

    void validAt(Instant now) throws MemberFaultException {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isAfter(until)) {
            throw fault(Fault.TLS_CERTIFICATE_EXPIRED, "expired at " + until + "; issue a new one with the CA's key");
        }
        if (now.isBefore(from)) {
            throw fault(
                    Fault.TLS_CERTIFICATE_NOT_YET_VALID,
                    "is valid from " + from + " only, and this host's clock says " + now);
        }
    }

    void issuedBy(List<X509Certificate> authorities, List<X509Certificate> chain, Instant now)
            throws MemberFaultException {
        Set<TrustAnchor> anchors = new HashSet<>();
        authorities.forEach(authority -> anchors.add(new TrustAnchor(authority, null)));
        try {
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
        } catch (GeneralSecurityException e) {
            throw new MemberFaultException(
                    Fault.TLS_MATERIAL_INVALID,
                    file + " was not issued by the CA of this cluster: " + e.getMessage() + ".",
                    e);
        }
    }

    void belongsTo(PrivateKey key, Path keyFile) throws MemberFaultException {
        String algorithm = signatureAlgorithm(key);
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(PROBE);
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certificate.getPublicKey());
            verifying.update(PROBE);
            if (verifying.verify(signature)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw mismatch(keyFile, e);
        }
        throw mismatch(keyFile, null);
    }

    void names(MemberId self, String clusterId, String host) throws MemberFaultException {
        CertificateSubject subject = CertificateSubject.of(certificate);
        if (!subject.commonName().equals(Optional.of(self.toString()))) {
            throw fault(
                    Fault.TLS_IDENTITY_MISMATCH,
                    "names " + subject.commonName().orElse("nobody") + " in its common name, and this member is "
                            + self);
        }
        if (!subject.isOfCluster(clusterId)) {
            throw fault(
                    Fault.TLS_IDENTITY_MISMATCH,
                    "is of " + subject.organizations() + " and this member of cluster " + clusterId);
        }
        if (!namesHost(host)) {
            throw fault(
                    Fault.TLS_IDENTITY_MISMATCH,
                    "does not name the advertised host " + host + " among its subject alternative names");
        }
    }

    void notAmong(RevokedCertificates revoked) throws MemberFaultException {
        if (revoked.contains(certificate.getSerialNumber())) {
            throw fault(
                    Fault.TLS_CERTIFICATE_REVOKED,
                    "is revoked: its serial number "
                            + certificate.getSerialNumber().toString(16) + " is in " + RevokedCertificates.FILE);
        }
    }

    private boolean namesHost(String host) throws MemberFaultException {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names == null) {
                return false;
            }
            for (List<?> name : names) {
                int type = (Integer) name.get(0);
                String value = String.valueOf(name.get(1));
                if (type == SAN_DNS && value.toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT))) {
                    return true;
                }
                if (type == SAN_IP && looksLikeAddress(host) && sameAddress(value, host)) {
                    return true;
                }
            }
            return false;
        } catch (CertificateParsingException e) {
            throw new MemberFaultException(Fault.TLS_MATERIAL_INVALID, file + " has unreadable names.", e);
        }
    }

    /** Only literal addresses: a name would be looked up. */
    private static boolean looksLikeAddress(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    }

    private static boolean sameAddress(String one, String other) {
        try {
            return InetAddress.getByName(one).equals(InetAddress.getByName(other));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static String signatureAlgorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> "Ed25519";
        };
    }

    private MemberFaultException mismatch(Path keyFile, Exception cause) {
        return new MemberFaultException(
                Fault.TLS_MATERIAL_INVALID, keyFile + " is not the key of the certificate in " + file + ".", cause);
    }

    private MemberFaultException fault(Fault fault, String what) {
        return new MemberFaultException(fault, "The certificate in " + file + " " + what + ".");
    }
}
