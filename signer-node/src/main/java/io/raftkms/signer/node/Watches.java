package io.raftkms.signer.node;

import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.DataSpace;
import io.raftkms.consensus.raft.store.DrainMark;
import io.raftkms.consensus.rule.KnownVersions;
import io.raftkms.signer.admin.MemberFacts;

/**
 * Second phase of a start: what looks after the member itself, and speaks against it as leader when it has to. They end
 * with the ticks of the {@link ClusterPlace}.
 */
record Watches(
        Standing standing,
        Handover handover,
        SpaceWatch space,
        Drain drain,
        DriftWatch drift,
        CertificateWatch certificate) {

    static Watches over(ClusterPlace place, NodeStart start) {
        ClusterMember member = place.member();
        DataDirectory data = new DataDirectory(place.settings().dataDirectory());
        Standing standing = new Standing(member);
        Handover handover = new Handover(member);
        SpaceWatch space = new SpaceWatch(
                member,
                standing,
                handover,
                new DataSpace(data),
                start.configuration().disk(),
                start.failStop(),
                place.ticks());
        return new Watches(
                standing,
                handover,
                space,
                new Drain(new DrainMark(data), standing),
                new DriftWatch(member, place.settings().members(), place.ticks()),
                new CertificateWatch(place.certificates(), start.clock(), place.ticks()));
    }

    /** What the member tells of its place in the group. */
    MemberFacts.Place place(ClusterMember member) {
        return new MemberFacts.Place(
                drain.drained(), member.status().appliedIndex(), KnownVersions.newest(), drift.now());
    }
}
