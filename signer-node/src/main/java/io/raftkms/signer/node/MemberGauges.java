package io.raftkms.signer.node;

import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.Leadership;
import io.raftkms.signer.admin.MemberFacts;
import io.raftkms.signer.link.LinkState;
import io.raftkms.signer.link.ValidatorLinks;
import io.raftkms.signer.metrics.Series;
import io.raftkms.signer.metrics.SignerMetrics;
import io.raftkms.signer.signature.ClusterSignatureService;
import java.util.Optional;

/** Numbers that are read when metrics are asked for. Every one is always there, so that an alert can tell 0 from gone. */
final class MemberGauges {
    private static final double MILLIS = 1000.0;

    private final ClusterMember member;
    private final ValidatorLinks links;
    private final ClusterSignatureService signatures;
    private final SpaceWatch space;

    MemberGauges(ClusterMember member, ValidatorLinks links, ClusterSignatureService signatures, SpaceWatch space) {
        this.space = space;
        this.member = member;
        this.links = links;
        this.signatures = signatures;
    }

    void addTo(SignerMetrics metrics) {
        metrics.gauge(Series.of("raftkms_leader"), () -> member.leadership().role() == Leadership.Role.LEADER ? 1 : 0);
        metrics.gauge(Series.of("raftkms_term"), () -> member.leadership().term());
        metrics.gauge(
                Series.of("raftkms_leader_heard_seconds"),
                () -> member.sinceLeaderHeard().toMillis() / MILLIS);
        metrics.gauge(Series.of("raftkms_commit_index"), () -> member.status().commitIndex());
        metrics.gauge(Series.of("raftkms_applied_index"), () -> member.status().appliedIndex());
        metrics.gauge(
                Series.of("raftkms_enrolled_keys"), () -> member.ledger().keys().size());
        metrics.gauge(Series.of("raftkms_requests_held"), signatures::waiting);
        metrics.gauge(
                Series.of("raftkms_links_admitted"),
                () -> links.status().stream()
                        .filter(link -> link.state() == LinkState.ADMITTED)
                        .count());
        metrics.gauge(Series.of("raftkms_links"), () -> links.status().size());
        metrics.gauge(
                Series.of("raftkms_disk_free_bytes"),
                () -> Optional.ofNullable(space.facts())
                        .map(MemberFacts.Disk::freeBytes)
                        .orElse(-1L));
        metrics.gauge(
                Series.of("raftkms_disk_at_floor"),
                () -> Optional.ofNullable(space.facts())
                        .filter(disk -> disk.state().equals(MemberFacts.Disk.FLOOR))
                        .map(full -> 1)
                        .orElse(0));
    }
}
