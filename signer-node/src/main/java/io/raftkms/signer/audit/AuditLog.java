package io.raftkms.signer.audit;

import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.raft.AppliedEntry;
import io.raftkms.consensus.raft.AppliedObserver;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.signer.config.AuditSettings;
import io.raftkms.signer.link.LinkEvents;
import io.raftkms.signer.link.LinkId;
import io.raftkms.signer.link.Outcome;
import io.raftkms.signer.signature.AnswerWitness;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The audit of a running member. Every call returns at once: it puts an event into a queue of bounded length, which one
 * thread empties into the chain and forces each second. When the queue is full, or the disk fails, events are lost: an
 * alarm, and a gap record with their number as soon as something can be written again.
 */
public final class AuditLog implements AppliedObserver, AnswerWitness, LinkEvents, AutoCloseable {
    /** A burst of a thousand votes with all their records. */
    static final int QUEUE = 8192;

    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final ArrayBlockingQueue<AuditEvent> queue;
    private final AtomicLong dropped = new AtomicLong();
    private final AuditAlarms alarms = new AuditAlarms();
    private final AuditThread thread;
    private final long known;

    /**
     * @param known entries up to this index are in the chain already
     */
    AuditLog(AuditSettings settings, AuditOwner owner, Clock clock, long known, int capacity) {
        this.known = known;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.thread = new AuditThread(settings, owner, clock, queue, dropped, alarms);
    }

    /** Listens, and writes nothing yet: the directory may be another process'. */
    public static AuditLog listening(AuditSettings settings, AuditOwner owner, Clock clock) {
        return new AuditLog(settings, owner, clock, AuditTail.lastIndex(settings.directory()), QUEUE);
    }

    /** Begins to write, once the data directory is this process'; whether it can shows later, in alarms. */
    public void begin() {
        thread.start();
    }

    public AuditAlarms alarms() {
        return alarms;
    }

    /** The last line that is on the disk. */
    public AuditHead head() {
        return thread.forced();
    }

    /** Events that wait to be written. */
    public int waiting() {
        return queue.size();
    }

    void record(AuditEvent event) {
        if (!queue.offer(event)) {
            alarms.overflow(dropped.getAndIncrement() == 0);
        }
    }

    @Override
    public void applied(AppliedEntry entry) {
        if (entry.index() > known) {
            record(AuditEvent.Applied.of(entry));
        }
    }

    @Override
    public void passed(long term, long index) {
        if (index > known) {
            record(new AuditEvent.Passed(index));
        }
    }

    @Override
    public void restored(long term, long index) {
        record(new AuditEvent.Restored(index));
    }

    @Override
    public void answered(KeyId key, String validator, Reservation asked, Decision decision, LedgerState ledger) {
        record(new AuditEvent.Local(
                key,
                validator,
                asked,
                decision,
                ledger.key(key).flatMap(state -> state.recent().at(asked.at()))));
    }

    /** Signatures come with their bytes by another way, {@link AuditedSignatures}; public keys and pongs decide nothing. */
    @Override
    public void answered(LinkId link, PrivvalRequest request, Outcome outcome, String detail, Duration took) {
        switch (outcome) {
            case REFUSED, SILENT, DROPPED ->
                record(new AuditEvent.Answered(link.chainId(), link.validator(), request, outcome, detail, took));
            case SIGNED, PUBLIC_KEY, PONG -> {}
        }
    }

    /** Writes what is waiting, within three seconds. */
    @Override
    public void close() throws InterruptedException {
        thread.end(CLOSE);
    }
}
