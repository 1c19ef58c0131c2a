package io.raftkms.consensus.raft.store;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.ratis.protocol.RaftPeerId;

/** Since when voters could not be reached by this member's requests for votes. */
public final class AwayVoters {
    /** Longer than pre-vote and vote take, shorter than gRPC's first pause. */
    static final Duration SAME_ELECTION = Duration.ofMillis(500);

    private final LongSupplier nanoTime;
    private final Map<RaftPeerId, Long> since = new ConcurrentHashMap<>();

    /**
     * @param nanoTime a monotonic clock
     */
    public AwayVoters(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** It answered, or leads: if it cannot be reached later on, it has gone since. */
    public void isThere(RaftPeerId voter) {
        since.remove(voter);
    }

    /**
     * It cannot be reached now; whether it could not be in an earlier election either. True once an election at most.
     * The leader that has just died was there: to ask it twice would cost the election time in which it matters.
     */
    boolean wasAwayBefore(RaftPeerId voter) {
        long now = nanoTime.getAsLong();
        Long then = since.putIfAbsent(voter, now);
        if (then == null || now - then < SAME_ELECTION.toNanos()) {
            return false;
        }
        since.put(voter, now);
        return true;
    }
}
