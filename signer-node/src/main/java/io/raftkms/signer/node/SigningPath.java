package io.raftkms.signer.node;

import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.signer.admin.AnswersView;
import io.raftkms.signer.admin.ClusterView;
import io.raftkms.signer.signature.ClusterSignatureService;
import io.raftkms.signer.signature.HoldLimits;
import io.raftkms.signer.signature.LeaderSigning;
import io.raftkms.signer.signature.Release;

/**
 * Third phase of a start: how a request gets its signature, here or on the leader. With it the member begins to answer the
 * others.
 *
 * @param shown which keys validator nodes may see
 */
record SigningPath(ClusterSignatureService signatures, ShownKeys shown) {

    static SigningPath serve(ClusterPlace place, InUse inUse, ClusterView view, AnswersView answers) {
        ClusterMember member = place.member();
        LeaderSigning leader = new LeaderSigning(
                member, new Release(inUse::find), System::nanoTime, AuditParts.witness(place.audit()));
        place.handler().serve(leader, view, answers);
        ShownKeys shown = new ShownKeys(member, inUse::offer);
        HoldLimits limits = new HoldLimits(HoldLimits.HOLD, place.leaderless(), System::nanoTime);
        return new SigningPath(new ClusterSignatureService(member, leader, shown::of, limits, place.ticks()), shown);
    }
}
