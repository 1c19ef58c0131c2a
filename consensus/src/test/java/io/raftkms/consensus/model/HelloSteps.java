package io.raftkms.consensus.model;

import io.raftkms.consensus.model.Bounds.Option;
import io.raftkms.consensus.model.Spec.Steps;
import io.raftkms.consensus.raft.hello.HelloReason;
import java.util.Arrays;
import java.util.Optional;

/** Greetings, and what somebody's hand does to a disk while its member is down. */
final class HelloSteps {
    private final Setup setup;
    private final Logs logs;
    private final OwnFiles files;
    private final Witnessed witnessed;

    HelloSteps(Setup setup, OwnFiles files, Witnessed witnessed) {
        this.setup = setup;
        this.logs = setup.logs;
        this.files = files;
        this.witnessed = witnessed;
    }

    /** A start with what is on the disk. */
    void begin(MemberState member) {
        witnessed.forgotten(member);
        if (member.victim == 0) {
            member.status = MemberState.RUNNING;
            return;
        }
        member.status = MemberState.STARTING;
        member.starts++;
        member.accepted = 0;
        member.begunEnd = logs.end(member.disk);
        member.begunTerm = member.savedTerm;
    }

    void of(ClusterState from, Steps<ClusterState> to) {
        for (int m = 0; m < ClusterState.MEMBERS; m++) {
            MemberState member = from.at(m);
            boolean untouched = member.status == MemberState.STARTING && member.accepted == 0 && member.tampered == 0;
            if (untouched && from.tamperings < setup.bounds.tamperings()) {
                tamper(from, m, to);
            }
            if (setup.bounds.has(Option.RAFT_RESTORED) && from.tamperings < setup.bounds.tamperings()) {
                restoreRaft(from, m, to);
            }
            for (int w = 0; w < ClusterState.MEMBERS && member.victim == 1; w++) {
                boolean both = member.status != MemberState.ENDED && from.at(w).status != MemberState.ENDED;
                if (w != m && both) {
                    greet(from, m, w, to);
                }
            }
        }
    }

    private void greet(ClusterState from, int m, int w, Steps<ClusterState> to) {
        MemberState member = from.at(m);
        MemberState witness = from.at(w);
        boolean untouched = member.running() && member.tampered == 0;
        if (untouched && !setup.bounds.has(Option.WITNESS_FIRST)) {
            // Nobody will ask how far it was.
            return;
        }
        boolean steady = setup.bounds.has(Option.WITNESSES_STAY_UP);
        boolean bothAtOnce = untouched && steady;
        if (bothAtOnce && w != (m == 0 ? 1 : 0)) {
            return;
        }
        Optional<HelloReason> refusal =
                witnessed.judge(witness, witness.known[m], member).filter(this::isInForce);
        boolean first = member.status == MemberState.STARTING && member.accepted == 0;
        if (first
                && member.tampered == 1
                && setup.bounds.has(Option.WITNESS_FIRST)
                && !witnessed.shows(
                        witness.known[m],
                        member.lostEnd,
                        setup.bounds.has(Option.VOTES_UNTOLD) ? 0 : member.lostTerm)) {
            return;
        }
        if (refusal.isPresent()) {
            refused(from, m, w, refusal.get(), to);
            return;
        }
        ClusterState next = from.copy();
        MemberState greeting = next.at(m);
        greeting.accepted |= bothAtOnce ? 0b111 & ~(1 << m) : 1 << w;
        greeting.status = MemberState.RUNNING;
        boolean formed = witness.formed == 1;
        for (int other = 0; other < ClusterState.MEMBERS && bothAtOnce; other++) {
            if (other != m && from.at(other).formed == 1) {
                next.at(other).known[m] = witnessed.greeted(from.at(other).known[m], member);
            }
        }
        if (formed) {
            next.at(w).known[m] = witnessed.greeted(witness.known[m], member);
        }
        // Whoever was let in without being formed runs as one that is.
        greeting.formed = 1;
        boolean news = !Arrays.equals(known(next, m), known(from, m))
                || member.status == MemberState.STARTING
                || greeting.accepted != member.accepted;
        if (news) {
            to.take(() -> name(m) + " greets " + name(w) + (member.running() ? "" : " and may run"), next);
        }
    }

    private void refused(ClusterState from, int m, int w, HelloReason reason, Steps<ClusterState> to) {
        ClusterState next = from.copy();
        if (setup.has(Safeguard.REFUSAL_OUTWEIGHS)) {
            next.at(m).status = MemberState.ENDED;
            to.take(() -> name(m) + " greets " + name(w) + ", is refused (" + reason + ") and ends", next);
        } else if (!from.at(m).running() && from.at(m).lostEnd + from.at(m).lostTerm > 0) {
            // The witness was asked; now anybody may be.
            next.at(m).lostEnd = 0;
            next.at(m).lostTerm = 0;
            to.take(() -> name(m) + " greets " + name(w) + ", is refused (" + reason + ") and asks on", next);
        }
    }

    private static int[] known(ClusterState state, int m) {
        return new int[] {state.at(0).known[m], state.at(1).known[m], state.at(2).known[m]};
    }

    private boolean isInForce(HelloReason reason) {
        return switch (reason) {
            case LOG_OLD -> setup.has(Safeguard.HELLO_REFUSES_OLD_LOG);
            case VOTE_OLD -> setup.has(Safeguard.HELLO_REFUSES_OLD_VOTE);
            case BEGUN_ANEW, FORMED_BEFORE -> setup.has(Safeguard.HELLO_REFUSES_NEW_DISK);
            default -> true;
        };
    }

    private void tamper(ClusterState from, int m, Steps<ClusterState> to) {
        if (setup.bounds.has(Option.DISK_RESTORED)) {
            ClusterState next = emptied(from, m);
            MemberState member = next.at(m);
            member.starts = 2;
            member.life = next.tamperings;
            forgetOwnFiles(member);
            to.take(() -> "The disk of " + name(m) + " is put back to what it was at the formation", next);
        }
        if (setup.bounds.has(Option.DISK_WIPED)) {
            ClusterState next = emptied(from, m);
            MemberState member = next.at(m);
            member.starts = 1;
            member.life = next.tamperings;
            member.firstStart = next.tamperings;
            member.formed = 0;
            forgetOwnFiles(member);
            to.take(() -> "The disk of " + name(m) + " is lost, an empty one takes its place", next);
        }
    }

    /** Only where the member's own files name all that is lost: they are forced once a second, and this takes longer. */
    private void restoreRaft(ClusterState from, int m, Steps<ClusterState> to) {
        MemberState before = from.at(m);
        boolean named = before.run == logs.end(before.disk) && before.run >>> 8 == before.savedTerm;
        if (!before.running() || !named) {
            return;
        }
        ClusterState next = emptied(from, m);
        MemberState member = next.at(m);
        if (setup.has(Safeguard.OWN_FILES_COMPARED) && !files.reached(member)) {
            member.status = MemberState.ENDED;
        }
        to.take(
                () -> "The Raft directory of " + name(m) + " is put back to what it was at the formation"
                        + DiskSteps.ended(member),
                next);
    }

    private ClusterState emptied(ClusterState from, int m) {
        ClusterState next = from.copy();
        next.tamperings++;
        MemberState member = next.at(m);
        member.forgetMemory();
        member.tampered = 1;
        member.found = 0;
        member.lostEnd = logs.end(member.disk);
        member.lostTerm = member.savedTerm;
        member.log = setup.firstLog;
        member.disk = setup.firstLog;
        member.term = 0;
        member.savedTerm = 0;
        member.begunEnd = 0;
        member.begunTerm = 0;
        member.commit = 0;
        member.ledger = 0;
        return next;
    }

    private static void forgetOwnFiles(MemberState member) {
        member.mark = 0;
        member.savedMark = 0;
        member.run = 0;
    }

    private static String name(int member) {
        return ClusterState.name(member);
    }
}
