package io.raftkms.consensus.raft;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;

/**
 * When a leader was last proven alive. Ratis' own figure starts anew with every vain election, so the latest proof is
 * kept here; it has to be looked for at least once per election timeout.
 */
final class LeaderContact {
    private final LongSupplier nanoTime;
    private final AtomicLong lastProof;

    LeaderContact(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastProof = new AtomicLong(nanoTime.getAsLong());
    }

    /** Time since the last proof seen so far; since construction before the first. */
    Duration since() {
        return Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - lastProof.get()));
    }

    /**
     * Takes notice of what Ratis knows.
     *
     * @param voters ids of the group's voters, this member included
     */
    void observe(RoleInfoProto role, Set<MemberId> voters) {
        OptionalLong elapsed = elapsedMillis(role, voters);
        if (elapsed.isPresent()) {
            long proof = nanoTime.getAsLong() - TimeUnit.MILLISECONDS.toNanos(elapsed.getAsLong());
            lastProof.accumulateAndGet(proof, (one, other) -> one - other > 0 ? one : other);
        }
    }

    private static OptionalLong elapsedMillis(RoleInfoProto role, Set<MemberId> voters) {
        if (role.hasLeaderInfo()) {
            int othersNeeded = voters.size() / 2;
            if (othersNeeded == 0) {
                return OptionalLong.of(0);
            }
            return role.getLeaderInfo().getFollowerInfoList().stream()
                    .filter(other -> voters.contains(GroupLayout.memberId(other)))
                    .mapToLong(ServerRpcProto::getLastRpcElapsedTimeMs)
                    .sorted()
                    .skip(othersNeeded - 1L)
                    .findFirst();
        }
        if (role.hasFollowerInfo()) {
            ServerRpcProto leader = role.getFollowerInfo().getLeaderInfo();
            boolean known = leader.hasId() && !leader.getId().getId().isEmpty();
            return known ? OptionalLong.of(leader.getLastRpcElapsedTimeMs()) : OptionalLong.empty();
        }
        return OptionalLong.empty();
    }
}
