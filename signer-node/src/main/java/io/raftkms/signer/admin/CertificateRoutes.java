package io.raftkms.signer.admin;

import io.raftkms.consensus.raft.CertificateFacts;
import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.MemberCertificates;
import io.raftkms.consensus.raft.MemberSettings;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** {@code GET /v1/certificates} to {@link CertificateReport}: shakes hands with every other member for it. */
public final class CertificateRoutes implements RouteGroup {
    private static final Duration HANDSHAKE = Duration.ofSeconds(2);

    private final ClusterMember member;
    private final MemberCertificates certificates;
    private final Clock clock;
    private final Executor blocking;

    /**
     * @param blocking runs the handshakes
     */
    public CertificateRoutes(ClusterMember member, MemberCertificates certificates, Clock clock, Executor blocking) {
        this.member = member;
        this.certificates = certificates;
        this.clock = clock;
        this.blocking = blocking;
    }

    @Override
    public void addTo(Router router) {
        router.get("/v1/certificates").handler(context -> AdminRoutes.answer(context, report()));
    }

    private CompletableFuture<CertificateReport> report() {
        List<CompletableFuture<CertificateReport.Peer>> asked = member.group().members().stream()
                .filter(other -> !other.id().equals(member.self()))
                .map(other -> CompletableFuture.supplyAsync(() -> peer(other), blocking))
                .toList();
        return CompletableFuture.allOf(asked.toArray(new CompletableFuture<?>[0]))
                .thenApply(all -> {
                    Instant now = clock.instant();
                    return new CertificateReport(
                            member.self().name(),
                            CertificateReport.Certificate.of(certificates.own(), now),
                            certificates.authorities().stream()
                                    .map(authority -> CertificateReport.Certificate.of(authority, now))
                                    .toList(),
                            asked.stream().map(CompletableFuture::join).toList(),
                            certificates.revoked());
                });
    }

    private CertificateReport.Peer peer(MemberSettings.Member other) {
        try {
            CertificateFacts shown = certificates.handshakeWith(other, HANDSHAKE);
            return new CertificateReport.Peer(
                    other.id().name(), CertificateReport.Certificate.of(shown, clock.instant()), null);
        } catch (IOException e) {
            return new CertificateReport.Peer(other.id().name(), null, String.valueOf(e.getMessage()));
        }
    }
}
