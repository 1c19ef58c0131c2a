package io.raftkms.signer.cli.drill;

import io.raftkms.signer.admin.ClusterReport;
import io.raftkms.signer.admin.MemberFacts;
import java.util.Optional;

/** Whether every member is there and would do its part, as far as it can be seen from this host. */
final class Readiness {
    private static final String LISTENER = "listener";
    private static final long MOST_BEHIND = 1000;

    private final LocalMembers members;

    Readiness(LocalMembers members) {
        this.members = members;
    }

    /** Who is not, and why; empty if all are. */
    Optional<String> lacking() {
        Optional<ClusterReport> seen = members.status();
        if (seen.isEmpty()) {
            return Optional.of("no member on this host answers");
        }
        for (ClusterReport.Member member : seen.get().members()) {
            Optional<String> why = lacking(member);
            if (why.isPresent()) {
                return why.map(reason -> "member " + member.name() + " " + reason);
            }
        }
        for (String name : members.names()) {
            Optional<String> why = members.status(name)
                    .map(own -> own.ready() ? "" : "is not ready: " + own.cause())
                    .or(() -> Optional.of("does not run"))
                    .filter(reason -> !reason.isEmpty());
            if (why.isPresent()) {
                return why.map(reason -> "member " + name + " " + reason);
            }
        }
        return seen.get().leader() == null ? Optional.of("no member leads") : Optional.empty();
    }

    /** Members that vote. */
    static long voters(ClusterReport report) {
        return report.members().stream()
                .filter(member -> !member.role().equals(LISTENER))
                .count();
    }

    private static Optional<String> lacking(ClusterReport.Member member) {
        if (!member.reachable() || member.facts() == null) {
            return Optional.of("does not answer");
        }
        if (member.behind() != null && member.behind() > MOST_BEHIND) {
            return Optional.of("is " + member.behind() + " entries behind");
        }
        return member.facts().keys().stream()
                .filter(key -> !key.usable() && !member.role().equals(LISTENER))
                .map(MemberFacts.Key::chainId)
                .findFirst()
                .map(chain -> "cannot sign with its key of chain " + chain);
    }
}
