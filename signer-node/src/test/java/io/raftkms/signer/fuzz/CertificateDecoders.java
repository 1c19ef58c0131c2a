package io.raftkms.signer.fuzz;

import io.raftkms.consensus.raft.tls.TlsDoor;
import io.raftkms.signer.home.AuthorityDoor;
import io.raftkms.signer.home.CertificateRequest;
import io.raftkms.signer.home.UnusableMaterialException;
import java.util.List;

/** The files of TLS and of the CA. A peer's certificate passes the same readers, behind the JDK's own. */
final class CertificateDecoders {
    private CertificateDecoders() {}

    static List<Decoder> all() {
        return List.of(
                Decoder.of(
                        "certificates",
                        "ca.pem, member.pem, a peer's certificate",
                        bytes -> ScratchFile.with("member.pem", bytes, TlsDoor::certificates),
                        "consensus.raft.tls.PemFiles",
                        "consensus.raft.tls.CertificateSubject",
                        "consensus.raft.tls.CertificateChecks"),
                Decoder.of(
                        "privateKey",
                        "member.key",
                        bytes -> ScratchFile.with("member.key", bytes, TlsDoor::key),
                        "consensus.raft.tls.PemFiles"),
                Decoder.of(
                        "revoked",
                        "revoked.txt",
                        bytes -> ScratchFile.with(
                                "revoked.txt", bytes, file -> TlsDoor.revoked(file.resolveSibling("ca.pem"))),
                        "consensus.raft.tls.RevokedCertificates"),
                Decoder.of(
                        "authority",
                        "the CA's directory",
                        bytes -> ScratchFile.with("ca.pem", bytes, AuthorityDoor::certificatesAndKey),
                        "signer.home.PemObjects",
                        "signer.home.AuthorityDirectory"),
                Decoder.of(
                        "certificateRequest",
                        "a member's request for a certificate",
                        bytes -> ScratchFile.with(
                                "member.csr",
                                bytes,
                                file -> Refusal.orResult(
                                        UnusableMaterialException.class, () -> CertificateRequest.read(file))),
                        "signer.home.CertificateRequest"));
    }
}
