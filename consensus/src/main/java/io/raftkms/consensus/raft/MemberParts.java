package io.raftkms.consensus.raft;

import io.raftkms.consensus.raft.peer.PeerClients;
import java.time.Duration;

/** The parts of a running member. */
record MemberParts(
        GroupLayout layout,
        DivisionView view,
        LedgerStateMachine stateMachine,
        InProcessSubmission submission,
        LeadershipTransfer transfer,
        GroupChanges changes,
        Candidacy candidacy,
        LeadershipWatch watch,
        LeaderContact contact,
        PeerClients clients,
        MemberCertificates certificates,
        Duration transferTimeout,
        OpenedParts opened) {

    Leadership leadership() {
        return view.leadership(transfer.steppingDown());
    }

    Duration sinceLeaderHeard() {
        view.observe(contact);
        return contact.since();
    }

    void close() {
        opened.close();
    }
}
