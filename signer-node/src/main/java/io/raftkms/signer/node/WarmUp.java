package io.raftkms.signer.node;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.Leadership;
import io.raftkms.consensus.raft.Submission;
import io.raftkms.signer.signature.Rehearsal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what a signature needs until it is compiled: a signer that signs a few votes a second would stay cold for hours,
 * and cold code is ten times slower. The first time that a leader is known, signatures with a throw-away key; the first
 * time that this member leads, NOOP entries through the log. One at a time and bounded; readiness does not wait for it,
 * and live requests go in between.
 */
final class WarmUp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    /** How much of each. */
    record Amount(int entries, int signatures) {
        static final Amount STANDARD = new Amount(3_000, 1_500);
        static final Amount NONE = new Amount(0, 0);
    }

    private final ClusterMember member;
    private final Rehearsal rehearsal;
    private final Amount amount;
    private final AtomicBoolean signing = new AtomicBoolean();
    private final AtomicBoolean writing = new AtomicBoolean();
    private volatile boolean closed;

    /**
     * @param rehearsal closed when it is over, or with this
     */
    WarmUp(ClusterMember member, Rehearsal rehearsal, Amount amount) {
        this.member = member;
        this.rehearsal = rehearsal;
        this.amount = amount;
        member.onLeadership(this::onLeadership);
        // It may lead already, and is told of changes only.
        onLeadership(member.leadership());
    }

    private void onLeadership(Leadership leadership) {
        // Not before: until then the cluster needs the processor to form.
        if (leadership.leader().isPresent() && signing.compareAndSet(false, true)) {
            sign(amount.signatures(), System.nanoTime());
        }
        if (leadership.role() == Leadership.Role.LEADER && leadership.ready() && writing.compareAndSet(false, true)) {
            write(amount.entries(), System.nanoTime());
        }
    }

    private void sign(int left, long began) {
        if (left == 0 || closed) {
            LOG.info("warmed up: {} signatures in {} ms", amount.signatures() - left, millisSince(began));
            rehearsal.close();
            return;
        }
        rehearsal.sign(left).whenCompleteAsync((signed, failure) -> {
            if (failure == null && signed) {
                sign(left - 1, began);
            } else {
                LOG.debug("warm-up ended early with {} signatures left", left, failure);
                rehearsal.close();
            }
        });
    }

    private void write(int left, long began) {
        if (left == 0) {
            LOG.info("warmed up: {} entries in {} ms", amount.entries(), millisSince(began));
            return;
        }
        member.submit(new Command.Noop()).thenAcceptAsync(outcome -> {
            if (outcome instanceof Submission.Applied && !closed) {
                write(left - 1, began);
            } else {
                LOG.debug("warm-up ended early with {} entries left", left);
            }
        });
    }

    private static long millisSince(long began) {
        return Duration.ofNanos(System.nanoTime() - began).toMillis();
    }

    /** Ends what is left of it. */
    @Override
    public void close() {
        closed = true;
        rehearsal.close();
    }
}
