package io.raftkms.consensus.raft;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The group as one member sees it.
 *
 * @param commitIndex highest index known to be committed
 * @param appliedIndex highest index applied here
 */
public record GroupStatus(Leadership leadership, long commitIndex, long appliedIndex, List<Member> members) {
    /**
     * @param address advertised Raft address, {@code host:port}
     * @param lastHeard time since the member last answered; known on the leader for all, on followers for the leader
     * @param matchIndex highest index it holds, known on the leader only
     */
    public record Member(
            MemberId id,
            String address,
            Leadership.Role role,
            Optional<Duration> lastHeard,
            Optional<Long> matchIndex) {}
}
