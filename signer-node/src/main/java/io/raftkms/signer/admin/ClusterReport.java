package io.raftkms.signer.admin;

import java.util.List;

/**
 * What {@code cluster status} shows.
 *
 * @param ready whether a vote that arrived now would be signed
 * @param cause why not, null when ready
 * @param next the command that helps, null when ready
 * @param self the member that was asked
 * @param leader name of the leader, null without one
 */
public record ClusterReport(
        boolean ready,
        String cause,
        String next,
        String clusterId,
        String self,
        String leader,
        long term,
        long commitIndex,
        long appliedIndex,
        List<Member> members,
        List<LedgerReport.Key> keys) {
    /**
     * @param role follower, candidate, leader or listener; unreachable members have role "unknown"
     * @param reachable whether it answered the member that was asked
     * @param lastHeardMs time since Raft last heard of it, null where that is not known here
     * @param behind entries that it has not acknowledged yet, null where that is not known here
     * @param facts null if it did not answer
     */
    public record Member(
            String name,
            String nonce,
            String address,
            String role,
            boolean reachable,
            Long lastHeardMs,
            Long behind,
            MemberFacts facts) {}
}
