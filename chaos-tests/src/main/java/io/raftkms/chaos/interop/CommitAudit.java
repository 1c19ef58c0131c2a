package io.raftkms.chaos.interop;

import io.raftkms.chaos.wire.Ed25519Key;
import io.raftkms.chaos.wire.MalformedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongPredicate;

/** Looks at every block of a chain: is its commit signed by our key, and in which round. */
final class CommitAudit {
    private final Ed25519Key key;
    private final List<Long> highRounds = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private int ours;
    private Duration longest = Duration.ZERO;

    /**
     * @param publicKey lower-case hex
     */
    CommitAudit(String publicKey) throws MalformedException {
        key = Ed25519Key.of(publicKey);
    }

    /**
     * @param killedAt height at which the leader was killed: there and in the next block a higher round is no fault
     */
    TrialResult audit(Chain chain, long blocks, long killedAt) throws IOException, InterruptedException {
        return audit(chain, blocks, killedAt, height -> killedAt > 0 && height >= killedAt && height <= killedAt + 1);
    }

    /**
     * @param killedAt for the result; 0 if nothing was killed
     * @param excused heights at which a higher round is no fault
     */
    TrialResult audit(Chain chain, long blocks, long killedAt, LongPredicate excused)
            throws IOException, InterruptedException {
        Instant before = null;
        for (long height = 1; height <= blocks; height++) {
            NodeRpc.Commit commit = chain.commit(height);
            byte[] signature = HexFormat.of().parseHex(commit.signature());
            if (key.verifies(commit.precommit().signBytes(), signature)) {
                ours++;
            } else {
                faults.add("block " + height + " is not signed by our key");
            }
            if (commit.round() > 0) {
                highRounds.add(height);
                if (!excused.test(height)) {
                    faults.add("block " + height + " needed round " + commit.round());
                }
            }
            if (before != null && height > 2) {
                Duration pause = Duration.between(before, commit.time());
                longest = pause.compareTo(longest) > 0 ? pause : longest;
            }
            before = commit.time();
        }
        return new TrialResult(blocks, killedAt, highRounds, ours, longest, 0, faults);
    }
}
