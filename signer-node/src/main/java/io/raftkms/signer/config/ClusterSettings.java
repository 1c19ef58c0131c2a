package io.raftkms.signer.config;

import io.raftkms.consensus.raft.MemberSettings;
import java.util.List;
import java.util.Optional;

/**
 * The cluster and this member's place in it.
 *
 * @param id the cluster's id, as in identity.json
 * @param members all of them, this one included
 * @param self this member
 * @param bind address that the Raft and peer ports are bound to, if it was given
 * @param allowEven start although the number of members is even
 * @param links who dials the validator nodes
 * @param warmUp run what a signature needs until it is compiled
 */
public record ClusterSettings(
        String id,
        List<MemberSettings.Member> members,
        MemberSettings.Member self,
        Optional<String> bind,
        MemberSettings.Timeouts timeouts,
        boolean allowEven,
        LinkMode links,
        boolean warmUp) {
    public ClusterSettings {
        members = List.copyOf(members);
    }

    /**
     * The address to bind to. Without one given: the advertised address if that is a literal; every address if it is a
     * name, since many systems resolve their own name to loopback.
     */
    public String bindHost() {
        return bind.orElseGet(
                () -> SocketAddressText.isLiteral(self.host()) || SocketAddressText.isLoopback(self.host())
                        ? self.host()
                        : "0.0.0.0");
    }
}
