package io.raftkms.consensus.raft;

import io.raftkms.consensus.ledger.Answer;
import io.raftkms.consensus.ledger.Entry;
import io.raftkms.consensus.ledger.LedgerState;

/**
 * A command that was applied.
 *
 * @param term Raft term of its entry
 * @param index Raft index of its entry
 * @param answer what the ledger decided, the same on every member
 * @param after the ledger with it
 */
public record AppliedEntry(long term, long index, Entry entry, Answer answer, LedgerState after) {}
