package io.raftkms.signer.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.raftkms.consensus.raft.tls.CertificateSubject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;

/**
 * A bundle as a file of two lines: the {@link Bundle}, and a {@link Seal} over the bytes of that line without its end, by
 * the member's TLS key. Whoever has the cluster's CA certificate can check it, with any program that checks signatures.
 */
public final class SignedBundle {
    /** 1024 keys with 32 reservations of at most 512 bytes, in base64, and room. */
    public static final int MAX_BYTES = 32 * 1024 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * The second line.
     *
     * @param algorithm by its name in Java, as SHA256withECDSA
     * @param certificate of the member, DER; base64 as all bytes in JSON
     */
    public record Seal(String algorithm, byte[] certificate, byte[] signature) {}

    private SignedBundle() {}

    /**
     * @param key of the certificate: elliptic curve, RSA or Ed25519
     * @return the file
     */
    public static byte[] sign(Bundle bundle, X509Certificate certificate, PrivateKey key, SecureRandom random)
            throws GeneralSecurityException {
        byte[] statement = bundle.encoded();
        String algorithm = algorithm(certificate.getPublicKey());
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key, random);
        signature.update(statement);
        Seal seal = new Seal(algorithm, certificate.getEncoded(), signature.sign());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(statement);
        file.write('\n');
        try {
            file.writeBytes(JSON.writeValueAsBytes(seal));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a signature has no JSON", e);
        }
        file.write('\n');
        return file.toByteArray();
    }

    /**
     * Reads a file that a member of a cluster signed.
     *
     * @param ca of the cluster
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static Bundle verify(byte[] file, X509Certificate ca) {
        int end = indexOf(file, '\n');
        if (file.length > MAX_BYTES || end < 0) {
            throw new IllegalArgumentException("it is no bundle: that has two lines");
        }
        byte[] statement = Arrays.copyOf(file, end);
        X509Certificate signer = signerOf(statement, Arrays.copyOfRange(file, end + 1, file.length));
        Bundle bundle = Bundle.decode(statement);
        requireMember(signer, ca, bundle);
        return bundle;
    }

    private static X509Certificate signerOf(byte[] statement, byte[] line) {
        try {
            Seal seal = JSON.readValue(line, Seal.class);
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(seal.certificate));
            // The name in the file is for people: which algorithm it must be follows from the key.
            Signature signature = Signature.getInstance(algorithm(certificate.getPublicKey()));
            signature.initVerify(certificate);
            signature.update(statement);
            if (!signature.verify(seal.signature)) {
                throw new IllegalArgumentException("its signature is not of these bytes: it was changed");
            }
            return certificate;
        } catch (IOException | GeneralSecurityException | NullPointerException e) {
            throw new IllegalArgumentException("its second line holds no signature: " + e.getMessage(), e);
        }
    }

    /** Certificates run out; whether this one was valid is asked for the moment that the statement names. */
    private static void requireMember(X509Certificate signer, X509Certificate ca, Bundle bundle) {
        CertificateSubject subject = CertificateSubject.of(signer);
        boolean names = subject.isOfCluster(bundle.clusterId())
                && subject.member()
                        .filter(member -> member.toString().equals(bundle.member()))
                        .isPresent();
        if (!names) {
            throw new IllegalArgumentException("it was signed by " + signer.getSubjectX500Principal() + ", but says "
                    + bundle.member() + " of cluster " + bundle.clusterId());
        }
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(ca, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(Instant.parse(bundle.madeAt())));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(signer)), parameters);
        } catch (GeneralSecurityException | java.time.DateTimeException e) {
            throw new IllegalArgumentException(
                    "its certificate is not from this CA, or was not valid: " + e.getMessage(), e);
        }
    }

    private static String algorithm(PublicKey key) throws GeneralSecurityException {
        return switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            case "Ed25519", "EdDSA" -> "Ed25519";
            default -> throw new GeneralSecurityException("no signatures by " + key.getAlgorithm() + " keys");
        };
    }

    private static int indexOf(byte[] bytes, char wanted) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
