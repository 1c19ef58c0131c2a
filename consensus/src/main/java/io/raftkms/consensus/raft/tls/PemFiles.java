package io.raftkms.consensus.raft.tls;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys in PEM files. */
public final class PemFiles {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    /** A chain of a few certificates has some thousand bytes. */
    private static final int MAX_BYTES = 256 * 1024;

    private static final List<String> KEY_ALGORITHMS = List.of("EC", "Ed25519", "RSA");

    private PemFiles() {}

    /** All certificates of a file, in order; at least one. */
    public static List<X509Certificate> certificates(Path file) throws MemberFaultException {
        byte[] pem = read(file);
        try {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (chain.isEmpty()) {
                throw invalid(file, "holds no certificate", null);
            }
            return chain;
        } catch (CertificateException e) {
            throw invalid(file, "is not a PEM file of certificates", e);
        }
    }

    /** The PKCS#8 private key of a file: elliptic curve, Ed25519 or RSA. */
    public static PrivateKey privateKey(Path file) throws MemberFaultException {
        byte[] pem = read(file);
        byte[] encoded = new byte[0];
        try {
            Matcher matcher = KEY.matcher(StandardCharsets.US_ASCII.decode(ByteBuffer.wrap(pem)));
            if (!matcher.find()) {
                throw invalid(file, "holds no unencrypted PKCS#8 key (BEGIN PRIVATE KEY)", null);
            }
            encoded = Base64.getMimeDecoder().decode(matcher.group(1));
            return decode(file, encoded);
        } catch (IllegalArgumentException e) {
            throw invalid(file, "is not base64 inside", e);
        } finally {
            Arrays.fill(pem, (byte) 0);
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private static PrivateKey decode(Path file, byte[] encoded) throws MemberFaultException {
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (GeneralSecurityException e) {
                // The encoding names its algorithm; the factory of another one refuses it. Try the next.
            }
        }
        throw invalid(file, "holds a key that is neither elliptic curve, Ed25519 nor RSA", null);
    }

    /** Bounded, and from a regular file only: a pipe or device in its place would block the start or fill the memory. */
    private static byte[] read(Path file) throws MemberFaultException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw invalid(file, "is no regular file", null);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] pem = in.readNBytes(MAX_BYTES + 1);
            if (pem.length > MAX_BYTES) {
                Arrays.fill(pem, (byte) 0);
                throw invalid(file, "has more than " + MAX_BYTES + " bytes", null);
            }
            return pem;
        } catch (IOException e) {
            String why = "cannot be read: " + e.getMessage();
            if (e instanceof NoSuchFileException) {
                why = "is not there";
            } else if (e instanceof AccessDeniedException) {
                why = "cannot be read: permission denied";
            }
            throw new MemberFaultException(
                    Fault.TLS_MATERIAL_MISSING,
                    file + " " + why + ". It comes from the directory that cluster init wrote for this member.",
                    e);
        }
    }

    private static MemberFaultException invalid(Path file, String what, Exception cause) {
        return new MemberFaultException(Fault.TLS_MATERIAL_INVALID, file + " " + what + ".", cause);
    }
}
