package io.raftkms.signer.node;

import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.MemberCertificates;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.consensus.raft.RatisClusterMember;
import io.raftkms.signer.audit.AuditLog;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/**
 * First phase of a start: the member takes its place in the cluster, with the audit of what it applies.
 *
 * @param handler answers the other members as soon as it is told what with
 * @param ticks closed before the member
 */
record ClusterPlace(
        MemberSettings settings,
        ClusterMember member,
        MemberCertificates certificates,
        LatePeerHandler handler,
        Optional<AuditLog> audit,
        ScheduledExecutorService ticks) {

    static ClusterPlace take(NodeStart start, OpenParts parts) throws MemberFaultException {
        MemberSettings settings = MembershipOf.configuration(start.configuration());
        LatePeerHandler handler = new LatePeerHandler();
        Optional<AuditLog> audit =
                AuditParts.listening(start.configuration(), settings, start.version(), start.clock());
        RatisClusterMember member = parts.add(RatisClusterMember.start(
                settings, handler, start.failStop(), start.clock(), AuditParts.observer(audit)));
        audit.ifPresent(log -> begin(log, parts));
        ScheduledExecutorService ticks = DaemonPools.ticks();
        parts.add(ticks::shutdownNow);
        return new ClusterPlace(settings, member, member.certificates(), handler, audit, ticks);
    }

    /** The directory is this process' own while the member has it; what is applied after the end comes again. */
    private static void begin(AuditLog audit, OpenParts parts) {
        parts.add(audit);
        audit.begin();
    }

    Duration leaderless() {
        return settings.timeouts().leaderless();
    }
}
