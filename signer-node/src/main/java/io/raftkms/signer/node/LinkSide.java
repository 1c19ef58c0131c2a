package io.raftkms.signer.node;

import io.raftkms.signer.link.DecisionLog;
import io.raftkms.signer.link.LinkCollaborators;
import io.raftkms.signer.link.LinkEvents;
import io.raftkms.signer.link.LinkTimings;
import io.raftkms.signer.link.ValidatorLinks;
import io.raftkms.signer.metrics.RecentAnswers;
import io.raftkms.signer.metrics.Series;
import io.raftkms.signer.metrics.SignerMetrics;
import java.security.SecureRandom;
import java.time.Clock;

/** Last phase of a start: the links to the validator nodes. The first to be closed. */
final class LinkSide {
    private LinkSide() {}

    /** Links as the plan in use wants them; they do not dial before they are started. */
    static ValidatorLinks open(
            ClusterPlace place,
            InUse inUse,
            SigningPath path,
            SignerMetrics metrics,
            RecentAnswers answers,
            Clock clock,
            SecureRandom random,
            OpenParts parts) {
        ClusterLeaderWatch watch =
                new ClusterLeaderWatch(place.member(), place.leaderless(), path.shown()::links, place.ticks());
        LinkEvents events = AuditParts.events(place.audit(), new DecisionLog(), metrics, answers);
        LinkCollaborators collaborators = new LinkCollaborators(
                LinkTimings.standard(place.leaderless()),
                AuditParts.signatures(place.audit(), path.signatures()),
                watch,
                events,
                clock);
        return parts.add(new ValidatorLinks(inUse.plan().settings(), collaborators, random));
    }

    /** Numbers that need all phases. */
    static void gauges(
            ClusterPlace place, Watches watches, SigningPath path, ValidatorLinks links, SignerMetrics metrics) {
        place.audit().ifPresent(log -> AuditParts.gauges(log, metrics));
        new MemberGauges(place.member(), links, path.signatures(), watches.space()).addTo(metrics);
        CertificateWatch certificate = watches.certificate();
        metrics.gauge(Series.of("raftkms_certificate_seconds_left"), certificate::ownSecondsLeft);
        metrics.gauge(Series.of("raftkms_ca_seconds_left"), certificate::authoritySecondsLeft);
    }
}
