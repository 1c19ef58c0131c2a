package io.raftkms.signer.node;

import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.signer.admin.MemberFacts;
import io.raftkms.signer.link.LinkStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Links as reports show them. */
final class LinkFacts {
    private LinkFacts() {}

    static List<MemberFacts.Link> of(List<LinkStatus> links) {
        Instant now = Instant.now();
        return links.stream().map(link -> of(link, now)).toList();
    }

    private static MemberFacts.Link of(LinkStatus link, Instant now) {
        return new MemberFacts.Link(
                link.id().chainId(),
                link.id().validator(),
                link.state().word(),
                Math.max(0, Duration.between(link.since(), now).toSeconds()),
                link.requests(),
                link.lastAsked().map(HeightRoundStep::toString).orElse(null),
                link.lastError().orElse(null));
    }
}
