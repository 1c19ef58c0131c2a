package io.raftkms.consensus.raft;

/**
 * Told what this member has applied, in log order, on the thread that applies, after the ledger has changed: must return
 * at once. It sees and cannot touch: what it throws is caught and counted, and nothing waits for it.
 *
 * <p>After a restart the entries behind the snapshot come again. Telling them from new ones is the observer's business, by
 * the index.
 */
public interface AppliedObserver {
    /** Hears nothing. */
    AppliedObserver NONE = entry -> {};

    /** A command was applied. */
    void applied(AppliedEntry entry);

    /** An entry of Raft's own was passed: a term's first, a change of members. */
    default void passed(long term, long index) {}

    /** A snapshot became the state, at start or from the leader: entries up to its index will not come any more. */
    default void restored(long term, long index) {}
}
