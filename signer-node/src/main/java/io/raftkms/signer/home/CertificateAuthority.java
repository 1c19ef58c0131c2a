package io.raftkms.signer.home;

import io.raftkms.consensus.raft.MemberId;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX500NameUtil;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A cluster's own CA: ECDSA P-256, common name {@code raftkms CA <cluster id>}. Its key stays with the operator. */
public final class CertificateAuthority {
    /** Clocks of members differ; a certificate that is not valid yet stops a member. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    /** Upper bound of a common name, RFC 5280 appendix A. */
    private static final int MAX_COMMON_NAME = 64;

    /** Serial numbers are positive and at most 20 bytes, RFC 5280 section 4.1.2.2. */
    private static final int SERIAL_BITS = 127;

    private final String clusterId;
    private final Clock clock;
    private final SecureRandom random;
    private final X500Name name;
    private final Credential own;

    private CertificateAuthority(String clusterId, Clock clock, SecureRandom random, Duration validity)
            throws GeneralSecurityException, IOException, OperatorCreationException {
        this.clusterId = clusterId;
        this.clock = clock;
        this.random = random;
        this.name = name("raftkms CA " + clusterId);
        KeyPair pair = keyPair();
        JcaX509v3CertificateBuilder builder = builder(name, pair.getPublic(), validity);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        this.own = new Credential(sign(builder, pair.getPrivate()), pair.getPrivate());
    }

    /** With a key that exists. */
    CertificateAuthority(String clusterId, Clock clock, SecureRandom random, Credential own) {
        this.clusterId = clusterId;
        this.clock = clock;
        this.random = random;
        this.name = JcaX500NameUtil.getSubject(own.certificate());
        this.own = own;
    }

    /** Draws a new key and signs its own certificate. */
    public static CertificateAuthority create(String clusterId, Clock clock, SecureRandom random, Duration validity) {
        try {
            return new CertificateAuthority(clusterId, clock, random, validity);
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("this Java runtime cannot make an ECDSA P-256 certificate", e);
        }
    }

    /** The cluster whose members it knows. */
    public String clusterId() {
        return clusterId;
    }

    /** The CA's certificate and key. */
    public Credential own() {
        return own;
    }

    /**
     * A member's certificate, for both ends of mutual TLS: common name {@code name#nonce}, organization the cluster id.
     *
     * @param host its advertised name or address, the only subject alternative name
     */
    public Credential issue(MemberId member, String host, Duration validity) {
        try {
            KeyPair pair = keyPair();
            return new Credential(certify(member, host, pair.getPublic(), validity), pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot issue a certificate for " + member + " at " + host, e);
        }
    }

    /**
     * A certificate for a key that stays where it is.
     *
     * @param validity from now on, at most as long as the CA's own
     */
    public X509Certificate certify(CertificateRequest request, Duration validity) {
        return certify(request.member(), request.host(), request.key(), validity);
    }

    private X509Certificate certify(MemberId member, String host, PublicKey key, Duration validity) {
        try {
            JcaX509v3CertificateBuilder builder = builder(name(member.toString()), key, validity);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(generalName(host)));
            return sign(builder, own.key());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("cannot issue a certificate for " + member + " at " + host, e);
        }
    }

    static GeneralName generalName(String host) {
        boolean address = host.indexOf(':') >= 0 || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }

    private X500Name name(String commonName) {
        return name(clusterId, commonName);
    }

    static X500Name name(String clusterId, String commonName) {
        String bounded = commonName.substring(0, Math.min(commonName.length(), MAX_COMMON_NAME));
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, clusterId)
                .addRDN(BCStyle.CN, bounded)
                .build();
    }

    private KeyPair keyPair() throws GeneralSecurityException {
        return keyPair(random);
    }

    static KeyPair keyPair(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private JcaX509v3CertificateBuilder builder(X500Name subject, PublicKey key, Duration validity)
            throws GeneralSecurityException, IOException {
        Instant now = clock.instant();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(SERIAL_BITS, random).setBit(0),
                Date.from(now.minus(BACKDATED)),
                until(now.plus(validity)),
                subject,
                key);
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
        if (own != null) {
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    identifiers.createAuthorityKeyIdentifier(own.certificate().getPublicKey()));
        }
        return builder;
    }

    /** Nobody would trust it longer than the CA. */
    private Date until(Instant wanted) {
        Date date = Date.from(wanted);
        return own != null && date.after(own.certificate().getNotAfter())
                ? own.certificate().getNotAfter()
                : date;
    }

    private X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey signer)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .setSecureRandom(random)
                        .build(signer)));
    }
}
