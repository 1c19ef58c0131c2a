package io.raftkms.consensus.model;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.Entry;
import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.consensus.rule.KnownVersions;

/** A ledger as it was right after the enrolment of its key. */
final class FirstMark {
    private FirstMark() {}

    static LedgerState of(KeyState key) {
        return LedgerState.EMPTY
                .apply(new Entry(KnownVersions.newest(), new Command.Enrol(key.key(), key.enrolment())), 1)
                .next();
    }
}
