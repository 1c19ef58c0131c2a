package io.raftkms.signer.home;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * The directory {@code ca/} beside the homes that {@code cluster init} writes: ca.key, and ca.pem as members have it. It
 * stays with the operator. While a cluster changes its CA, ca.pem holds the new certificate and the old one.
 */
public final class AuthorityDirectory {
    static final String CERTIFICATES = "ca.pem";
    static final String KEY = "ca.key";

    private final Path file;
    private final CertificateAuthority authority;
    private final List<X509Certificate> certificates;

    private AuthorityDirectory(Path file, CertificateAuthority authority, List<X509Certificate> certificates) {
        this.file = file;
        this.authority = authority;
        this.certificates = certificates;
    }

    /**
     * @throws UnusableMaterialException if key or certificate are missing, damaged, out of date or no pair
     */
    public static AuthorityDirectory open(Path directory, Clock clock, SecureRandom random)
            throws UnusableMaterialException {
        Path file = directory.resolve(CERTIFICATES);
        List<X509Certificate> certificates = certificates(file);
        PrivateKey key = key(directory.resolve(KEY));
        for (X509Certificate certificate : certificates) {
            Credential pair = new Credential(certificate, key);
            if (pair.fits()) {
                requireValid(file, certificate, clock);
                CertificateAuthority authority =
                        new CertificateAuthority(clusterId(file, certificate), clock, random, pair);
                return new AuthorityDirectory(file, authority, certificates);
            }
        }
        throw new UnusableMaterialException(
                directory.resolve(KEY) + " is the key of no certificate in " + file + ": another directory?");
    }

    public CertificateAuthority authority() {
        return authority;
    }

    /** Its ca.pem. */
    Path certificateFile() {
        return file;
    }

    /** What ca.pem of a member holds: all that the cluster trusts, also while it changes its CA. */
    String bundlePem() {
        StringBuilder bundle = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            bundle.append(new Credential(certificate, null).certificatePem());
        }
        return bundle.toString();
    }

    /**
     * Writes a directory with a new CA of the same cluster; its ca.pem holds this one's certificates too, for members to
     * trust both until each has a certificate of the new one.
     *
     * @return the new CA
     * @throws java.nio.file.FileAlreadyExistsException if there is anything at the directory
     */
    public CertificateAuthority writeSuccessor(Path directory, Duration validity, Clock clock, SecureRandom random)
            throws IOException {
        CertificateAuthority next = CertificateAuthority.create(authority.clusterId(), clock, random, validity);
        String bundle = next.own().certificatePem() + bundlePem();
        try (StagedDirectory staged =
                new StagedDirectory(directory, HexFormat.of().toHexDigits(random.nextInt()))) {
            NewFiles.readable(staged.path().resolve(CERTIFICATES), bundle);
            MemberFiles.writeKey(staged.path().resolve(KEY), next.own());
            staged.publish();
        }
        return next;
    }

    static List<X509Certificate> certificates(Path file) throws UnusableMaterialException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (X509CertificateHolder holder : PemObjects.read(file, X509CertificateHolder.class)) {
            try {
                certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
            } catch (GeneralSecurityException e) {
                throw new UnusableMaterialException(file + " holds a damaged certificate: " + e.getMessage(), e);
            }
        }
        return List.copyOf(certificates);
    }

    static PrivateKey key(Path file) throws UnusableMaterialException {
        List<PrivateKeyInfo> keys = PemObjects.read(file, PrivateKeyInfo.class);
        if (keys.size() != 1) {
            throw new UnusableMaterialException(file + " holds no unencrypted PKCS#8 key");
        }
        try {
            return new JcaPEMKeyConverter().getPrivateKey(keys.get(0));
        } catch (IOException e) {
            throw new UnusableMaterialException(file + " holds a key that cannot be used: " + e.getMessage(), e);
        }
    }

    private static void requireValid(Path file, X509Certificate certificate, Clock clock)
            throws UnusableMaterialException {
        try {
            certificate.checkValidity(Date.from(clock.instant()));
        } catch (GeneralSecurityException e) {
            throw new UnusableMaterialException(
                    "the certificate in " + file + " is valid from "
                            + certificate.getNotBefore().toInstant() + " until "
                            + certificate.getNotAfter().toInstant() + " only",
                    e);
        }
    }

    private static String clusterId(Path file, X509Certificate certificate) throws UnusableMaterialException {
        RDN[] names = new org.bouncycastle.asn1.x500.X500Name(
                        certificate.getSubjectX500Principal().getName())
                .getRDNs(BCStyle.O);
        if (names.length != 1) {
            throw new UnusableMaterialException("the certificate in " + file + " names no cluster");
        }
        return IETFUtils.valueToString(names[0].getFirst().getValue());
    }
}
