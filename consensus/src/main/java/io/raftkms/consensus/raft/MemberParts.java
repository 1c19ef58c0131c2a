package io.raftkms.consensus.raft;

import java.time.Duration;

/** The parts of a running member. */
record MemberParts(
        DivisionView view,
        LedgerStateMachine stateMachine,
        InProcessSubmission submission,
        LeadershipTransfer transfer,
        GroupChanges changes,
        LeaderContact contact) {

    Leadership leadership() {
        return view.leadership(transfer.steppingDown());
    }

    Duration sinceLeaderHeard() {
        view.observe(contact);
        return contact.since();
    }
}
