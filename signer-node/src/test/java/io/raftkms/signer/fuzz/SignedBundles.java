package io.raftkms.signer.fuzz;

import io.raftkms.signer.export.SignedBundle;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** Bundles of a cluster whose CA certificate is among the test resources. */
final class SignedBundles {
    private static final X509Certificate CA = authority();

    private SignedBundles() {}

    static void verify(byte[] file) throws Exception {
        Refusal.orResult(IllegalArgumentException.class, () -> SignedBundle.verify(file, CA));
    }

    private static X509Certificate authority() {
        try (InputStream pem = SignedBundles.class.getResourceAsStream("bundle-ca.pem")) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CertificateException e) {
            throw new IllegalStateException("bundle-ca.pem is a certificate", e);
        }
    }
}
