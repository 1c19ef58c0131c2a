package io.raftkms.signer.audit;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the audit has to shout about: each is a WARN line and a number that metrics show. */
public final class AuditAlarms {
    private static final Logger LOG = LoggerFactory.getLogger(AuditAlarms.class);

    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong conflicts = new AtomicLong();

    /** Events that are missing from the chain; it says so in a gap record. */
    public long lost() {
        return lost.get();
    }

    /** Failed writes and defects. */
    public long failures() {
        return failures.get();
    }

    /** Conflicting requests since the start. */
    public long conflicts() {
        return conflicts.get();
    }

    void lost(long events, String why) {
        lost.addAndGet(events);
        LOG.warn("audit: {} events are missing from the chain ({}); signing is not concerned", events, why);
    }

    /**
     * An event did not fit into the queue. Said by whoever offers it, since the thread that writes may hang or be gone.
     *
     * @param first since the queue last had room
     */
    void overflow(boolean first) {
        lost.incrementAndGet();
        if (first) {
            LOG.warn("audit: the queue is full, events are being lost; signing is not concerned");
        }
    }

    /** The queue has room again; its lost events are counted already. */
    void overflowed(long events) {
        LOG.warn("audit: {} events are missing from the chain (the queue was full); signing is not concerned", events);
    }

    void failed(String what, Throwable cause) {
        failures.incrementAndGet();
        LOG.warn("audit: {}: {}; signing is not concerned", what, cause.toString());
    }

    void conflict(Conflict conflict) {
        conflicts.incrementAndGet();
        LOG.warn("conflicting request: {}", conflict.sentence());
    }
}
