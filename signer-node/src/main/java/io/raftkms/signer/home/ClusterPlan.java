package io.raftkms.signer.home;

import java.time.Duration;
import java.util.List;

/**
 * A cluster whose homes are to be made.
 *
 * @param validators addresses as they go into the configuration
 * @param allowEven the number of members may be even
 */
public record ClusterPlan(
        String clusterId,
        String chainId,
        List<MemberPlan> members,
        List<String> validators,
        boolean allowEven,
        Duration caValidity,
        Duration memberValidity) {
    public ClusterPlan {
        members = List.copyOf(members);
        validators = List.copyOf(validators);
    }

    /** Where the chain's key is in every home. */
    public String keyPath() {
        return consensusKeyPath(chainId);
    }

    /** As tmkms names it. */
    static String consensusKeyPath(String chainId) {
        return "secrets/" + chainId + "-consensus.key";
    }
}
