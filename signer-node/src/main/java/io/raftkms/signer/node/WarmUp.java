package io.raftkms.signer.node;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.Leadership;
import io.raftkms.consensus.raft.Submission;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends NOOP entries through the log the first time this member leads, one at a time and bounded: a signer that signs a
 * few votes a second would stay cold for hours, and cold code is ten times slower. Readiness does not wait for it, and
 * live requests go in between.
 */
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    static final int ENTRIES = 3_000;

    private final ClusterMember member;
    private final int entries;
    private final AtomicBoolean begun = new AtomicBoolean();

    /**
     * @param entries how many, usually {@link #ENTRIES}
     */
    WarmUp(ClusterMember member, int entries) {
        this.member = member;
        this.entries = entries;
        member.onLeadership(this::onLeadership);
        // It may lead already, and is told of changes only.
        onLeadership(member.leadership());
    }

    private void onLeadership(Leadership leadership) {
        if (leadership.role() == Leadership.Role.LEADER && leadership.ready() && begun.compareAndSet(false, true)) {
            next(entries, System.nanoTime());
        }
    }

    private void next(int left, long began) {
        if (left == 0) {
            long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
            LOG.info("warmed up: {} entries in {} ms", entries, millis);
            return;
        }
        member.submit(new Command.Noop()).thenAcceptAsync(outcome -> {
            if (outcome instanceof Submission.Applied) {
                next(left - 1, began);
            } else {
                LOG.debug("warm-up ended early with {} entries left", left);
            }
        });
    }
}
