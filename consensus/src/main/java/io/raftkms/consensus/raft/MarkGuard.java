package io.raftkms.consensus.raft;

import io.raftkms.consensus.ledger.MarkMove;
import io.raftkms.consensus.ledger.Snapshot;
import java.util.Optional;

/**
 * What a member writes down beside Raft while it applies: the watermark, a second lock against wiped or swapped Raft
 * data, and the last applied entry. Called in log order from one thread.
 */
public interface MarkGuard {
    /**
     * Checks an entry against the records and then writes them; called before the new state can be seen by anybody.
     *
     * @param moved the mark that the entry sets, if any
     * @throws MemberFaultException if the entry contradicts the records: the process must end
     */
    void beforeApply(long term, long index, Optional<MarkMove> moved) throws MemberFaultException;

    /** An entry of any kind was applied, also one of Raft's own. */
    void applied(long term, long index);

    /**
     * A snapshot from the leader, already forced, replaces the state.
     *
     * @throws MemberFaultException if it contradicts the records
     */
    void beforeInstalled(Snapshot snapshot) throws MemberFaultException;
}
