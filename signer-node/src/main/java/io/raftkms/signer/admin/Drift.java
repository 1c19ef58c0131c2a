package io.raftkms.signer.admin;

import io.raftkms.consensus.raft.GroupConfiguration;
import io.raftkms.consensus.raft.MemberSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Where the members in raftkms.toml differ from the group that the cluster has agreed on. The group wins. */
public final class Drift {
    private Drift() {}

    /** A sentence for each difference; none while the log names no group yet. */
    public static List<String> between(Collection<MemberSettings.Member> configured, GroupConfiguration group) {
        if (group.index() < 0) {
            return List.of();
        }
        List<String> drift = new ArrayList<>();
        for (MemberSettings.Member one : configured) {
            Optional<MemberSettings.Member> there = group.find(one.id());
            if (there.isEmpty()) {
                drift.add("member " + one.id().name() + " (nonce " + one.id().nonce()
                        + ") is in raftkms.toml and not in the group: take its [[cluster.member]] out");
            } else if (!there.get().equals(one)) {
                drift.add("member " + one.id().name() + " is " + text(one) + " in raftkms.toml and " + text(there.get())
                        + " in the group");
            }
        }
        for (MemberSettings.Member one : group.members()) {
            if (configured.stream().noneMatch(known -> known.id().equals(one.id()))) {
                drift.add("member " + one.id().name() + " (nonce " + one.id().nonce() + ", " + text(one)
                        + ") is in the group and not in raftkms.toml: add its [[cluster.member]]");
            }
        }
        return List.copyOf(drift);
    }

    private static String text(MemberSettings.Member member) {
        return (member.listener() ? "a listener" : "a voter") + " at " + member.host() + ":" + member.raftPort() + ","
                + member.peerPort();
    }
}
