package io.raftkms.signer.node;

import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.signer.admin.MemberFacts;
import io.raftkms.signer.link.ValidatorLinks;
import java.util.List;
import java.util.function.Supplier;

/** What this member tells the others and its operator about itself. It can be asked before there are links. */
final class OwnFacts implements Supplier<MemberFacts> {
    private final String version;
    private final ClusterMember member;
    private final InUse inUse;
    private final Watches watches;
    private volatile ValidatorLinks links;

    OwnFacts(String version, ClusterMember member, InUse inUse, Watches watches) {
        this.version = version;
        this.member = member;
        this.inUse = inUse;
        this.watches = watches;
    }

    /** From now on it tells about these, too. */
    void tellOf(ValidatorLinks open) {
        links = open;
    }

    @Override
    public MemberFacts get() {
        List<MemberFacts.Link> open = links == null ? List.of() : LinkFacts.of(links.status());
        return new MemberFacts(
                version,
                open,
                inUse.facts(),
                watches.space().facts(),
                watches.place(member),
                watches.certificate().facts());
    }
}
