package io.raftkms.signer.node;

import io.raftkms.consensus.raft.AppliedObserver;
import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.signer.audit.AuditLog;
import io.raftkms.signer.audit.AuditOwner;
import io.raftkms.signer.audit.AuditedSignatures;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.link.LinkEvents;
import io.raftkms.signer.metrics.Series;
import io.raftkms.signer.metrics.SignerMetrics;
import io.raftkms.signer.signature.AnswerWitness;
import io.raftkms.signer.signature.SignatureService;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the audit listens in a member; nowhere if the configuration switches it off. */
final class AuditParts {
    private AuditParts() {}

    static Optional<AuditLog> listening(
            Configuration configuration, MemberSettings settings, String version, Clock clock) {
        if (!configuration.audit().enabled()) {
            return Optional.empty();
        }
        AuditOwner owner = new AuditOwner(settings.clusterId(), settings.self().toString(), version);
        return Optional.of(AuditLog.listening(configuration.audit(), owner, clock));
    }

    static AppliedObserver observer(Optional<AuditLog> audit) {
        return audit.<AppliedObserver>map(log -> log).orElse(AppliedObserver.NONE);
    }

    static AnswerWitness witness(Optional<AuditLog> audit) {
        return audit.<AnswerWitness>map(log -> log).orElse(AnswerWitness.NONE);
    }

    static SignatureService signatures(Optional<AuditLog> audit, SignatureService signatures) {
        return audit.<SignatureService>map(log -> new AuditedSignatures(signatures, log, System::nanoTime))
                .orElse(signatures);
    }

    static LinkEvents events(Optional<AuditLog> audit, LinkEvents... others) {
        List<LinkEvents> all = new ArrayList<>(List.of(others));
        audit.ifPresent(all::add);
        return LinkEvents.all(all);
    }

    static void gauges(AuditLog audit, SignerMetrics metrics) {
        metrics.gauge(Series.of("raftkms_audit_seq"), () -> audit.head().seq());
        metrics.gauge(Series.of("raftkms_audit_waiting"), audit::waiting);
        metrics.gauge(
                Series.of("raftkms_audit_lost_total"), () -> audit.alarms().lost());
        metrics.gauge(
                Series.of("raftkms_audit_failures_total"), () -> audit.alarms().failures());
        metrics.gauge(Series.of("raftkms_conflicts_total"), () -> audit.alarms().conflicts());
    }
}
