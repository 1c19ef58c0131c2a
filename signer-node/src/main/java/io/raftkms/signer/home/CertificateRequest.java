package io.raftkms.signer.home;

import io.raftkms.consensus.raft.MemberId;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * What a member asks a certificate for: PKCS#10 (RFC 2986), subject as in the certificate, its host as the only
 * alternative name, signed with the new key, which does not leave the member.
 *
 * @param host advertised name, or address as text
 */
public record CertificateRequest(MemberId member, String clusterId, String host, PublicKey key) {
    /** A new key with its request. */
    public record Pending(KeyPair pair, String pem) {
        /** Without the key. */
        @Override
        public String toString() {
            return "Pending[" + pem + "]";
        }
    }

    public static Pending create(MemberId member, String clusterId, String host, SecureRandom random) {
        try {
            KeyPair pair = CertificateAuthority.keyPair(random);
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(
                    Extension.subjectAlternativeName, false, new GeneralNames(CertificateAuthority.generalName(host)));
            PKCS10CertificationRequest request = new JcaPKCS10CertificationRequestBuilder(
                            CertificateAuthority.name(clusterId, member.toString()), pair.getPublic())
                    .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA")
                            .setSecureRandom(random)
                            .build(pair.getPrivate()));
            StringWriter text = new StringWriter();
            try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
                writer.writeObject(request);
            }
            return new Pending(pair, text.toString());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("this Java runtime cannot make an ECDSA P-256 request", e);
        }
    }

    /**
     * Reads a request and checks that whoever made it has the key.
     *
     * @throws UnusableMaterialException if it is none, was changed, or names no member or host
     */
    public static CertificateRequest read(Path file) throws UnusableMaterialException {
        List<PKCS10CertificationRequest> found = PemObjects.read(file, PKCS10CertificationRequest.class);
        if (found.size() != 1) {
            throw new UnusableMaterialException(file + " holds no certificate request");
        }
        try {
            JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(found.get(0));
            PublicKey key = request.getPublicKey();
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new UnusableMaterialException(file + " was changed after it was signed");
            }
            return new CertificateRequest(
                    MemberId.parse(only(file, request.getSubject(), BCStyle.CN)),
                    only(file, request.getSubject(), BCStyle.O),
                    host(file, request),
                    key);
        } catch (GeneralSecurityException | OperatorCreationException | PKCSException | IllegalArgumentException e) {
            throw new UnusableMaterialException(file + " is no request of a member: " + e.getMessage(), e);
        }
    }

    private static String only(Path file, X500Name subject, ASN1ObjectIdentifier type)
            throws UnusableMaterialException {
        RDN[] names = subject.getRDNs(type);
        if (names.length != 1) {
            throw new UnusableMaterialException(file + " names no member of a cluster: " + subject);
        }
        return IETFUtils.valueToString(names[0].getFirst().getValue());
    }

    private static String host(Path file, JcaPKCS10CertificationRequest request) throws UnusableMaterialException {
        return Optional.ofNullable(request.getRequestedExtensions())
                .map(CertificateRequest::alternativeNames)
                .filter(names -> names.length == 1)
                .flatMap(names -> text(names[0]))
                .orElseThrow(() -> new UnusableMaterialException(file + " names not exactly one host"));
    }

    private static GeneralName[] alternativeNames(Extensions extensions) {
        GeneralNames names = GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName);
        return names == null ? new GeneralName[0] : names.getNames();
    }

    private static Optional<String> text(GeneralName name) {
        if (name.getTagNo() == GeneralName.dNSName) {
            return Optional.of(IETFUtils.valueToString(name.getName()));
        }
        if (name.getTagNo() != GeneralName.iPAddress) {
            return Optional.empty();
        }
        byte[] address = ASN1OctetString.getInstance(name.getName()).getOctets();
        try {
            return Optional.of(InetAddress.getByAddress(address).getHostAddress());
        } catch (UnknownHostException wrongLength) {
            return Optional.empty();
        }
    }
}
