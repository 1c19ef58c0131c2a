package io.raftkms.consensus.raft.tls;

import io.raftkms.consensus.raft.CertificateFacts;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.signer.fuzz.Refusal;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Certificates, keys and the list of revoked certificates, with any content. */
public final class TlsDoor {
    private static final MemberId SELF = new MemberId("a", "0a0a0a0a0a0a0a0a");

    private TlsDoor() {}

    /** The list beside this file. */
    public static void revoked(Path ca) throws Exception {
        Refusal.orResult(
                MemberFaultException.class, () -> RevokedCertificates.beside(ca).texts());
    }

    public static void key(Path file) throws Exception {
        Refusal.orResult(MemberFaultException.class, () -> PemFiles.privateKey(file));
    }

    /** Everything that is asked of a certificate, of a member's own as of a peer's. */
    public static void certificates(Path file) throws Exception {
        Refusal.orResult(MemberFaultException.class, () -> {
            List<X509Certificate> chain = PemFiles.certificates(file);
            for (X509Certificate one : chain) {
                CertificateSubject.of(one).member();
                CertificateFacts.of(one);
                CertificateChecks checks = new CertificateChecks(file, one);
                Refusal.orResult(MemberFaultException.class, () -> named(checks));
                Refusal.orResult(MemberFaultException.class, () -> issued(checks, chain));
            }
            return chain;
        });
    }

    private static Object named(CertificateChecks checks) throws MemberFaultException {
        checks.names(SELF, "c", "127.0.0.1");
        return checks;
    }

    private static Object issued(CertificateChecks checks, List<X509Certificate> chain) throws MemberFaultException {
        checks.issuedBy(chain, chain, Instant.ofEpochSecond(1_800_000_000));
        return checks;
    }
}
