package io.raftkms.consensus.raft;

import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.ledger.Snapshot;
import io.raftkms.consensus.ledger.Transition;
import io.raftkms.consensus.rule.KeyId;

/**
 * What a member writes down beside Raft while it applies: the watermark, a second lock against wiped or swapped Raft
 * data, and the last applied entry. Called in log order from one thread.
 */
interface MarkGuard {
    /** True once everything is applied again that this member had applied before its start. Any thread. */
    boolean covered();

    /** The highest index that this member had applied before its start; -1 for none. */
    long appliedBefore();

    /** Whether the records of this member have a key: it has applied the key's enrolment, now or before its start. Any thread. */
    boolean recorded(KeyId key);

    /** How many keys the records have. Any thread. */
    int recordedKeys();

    /**
     * Checks an entry against the records, then writes them; before anybody can see the new state.
     *
     * @throws MemberFaultException if the entry contradicts the records: the process must end
     */
    void beforeApply(long term, long index, Transition transition) throws MemberFaultException;

    /**
     * An entry of any kind was applied, also one of Raft's own, or a snapshot up to it was loaded.
     *
     * @param state the state after it
     * @throws MemberFaultException if the records say that it cannot be the state of this member
     */
    void applied(long term, long index, LedgerState state) throws MemberFaultException;

    /**
     * A snapshot is about to become the state, at start or from the leader; it is forced already.
     *
     * @throws MemberFaultException if it contradicts the records
     */
    void beforeRestored(Snapshot snapshot) throws MemberFaultException;
}
