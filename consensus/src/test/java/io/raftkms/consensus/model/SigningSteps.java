package io.raftkms.consensus.model;

import io.raftkms.consensus.model.Spec.Steps;
import java.util.Optional;

/** What is asked of whoever takes itself for the leader, as {@code LeaderSigning} and {@code InProcessSubmission} take it. */
final class SigningSteps {
    private static final int CALL = 1 << 7;

    private final Setup setup;
    private final Logs logs;
    private final Applying applying;

    SigningSteps(Setup setup, Applying applying) {
        this.setup = setup;
        this.logs = setup.logs;
        this.applying = applying;
    }

    void of(ClusterState from, Steps<ClusterState> to) {
        for (int m = 0; m < ClusterState.MEMBERS; m++) {
            MemberState member = from.at(m);
            if (!member.running()) {
                continue;
            }
            release(from, m, to);
            if (member.leads() && (ready(member) || !setup.has(Safeguard.READY_BEFORE_ANSWERING))) {
                int command = 0;
                for (Wish wish : setup.bounds.wishes()) {
                    if (!setup.isTwin(wish, from)) {
                        ask(from, m, wish, command, to);
                    }
                    command++;
                }
                command(from, m, command, to);
            }
        }
    }

    /** An entry of its own term is applied. */
    private boolean ready(MemberState leader) {
        int applied = logs.upTo(leader.log, leader.commit);
        return applied != 0 && logs.lastTerm(applied) == leader.term;
    }

    private void ask(ClusterState from, int l, Wish wish, int command, Steps<ClusterState> to) {
        MemberState leader = from.at(l);
        Optional<Integer> preview = setup.ledgers.preview(leader.ledger, wish);
        if (preview.isPresent()) {
            if (preview.get() != 0) {
                ClusterState next = asked(from, wish);
                applying.decided(next, l, wish, preview.get());
                take(from, next, to, l, wish, "answers from what it has applied");
            }
            return;
        }
        int granted = setup.has(Safeguard.DECIDED_AT_APPLY) && setup.has(Safeguard.SIGNED_AFTER_COMMIT)
                ? 0
                : setup.ledgers.apply(leader.ledger, command, 1).grants();
        boolean onItsWay = logs.has(leader.log, leader.term, command)
                || logs.has(leader.log, leader.term, command | Applying.GRANTED);
        if (!setup.has(Safeguard.FRESH_CALL_IDS)) {
            submitByCall(from, l, wish, command, to);
        } else if (!onItsWay && !full(leader)) {
            ClusterState next = asked(from, wish);
            append(
                    next.at(l),
                    setup.has(Safeguard.DECIDED_AT_APPLY) || granted == 0 ? command : command | Applying.GRANTED);
            if (!setup.has(Safeguard.SIGNED_AFTER_COMMIT) && granted != 0) {
                applying.decided(next, l, wish, granted);
            }
            take(from, next, to, l, wish, "appends entry " + logs.lastIndex(next.at(l).log) + " for it");
        }
    }

    /** Call ids count from 1 in every run; a repeated one is answered by the decision on the first. */
    private void submitByCall(ClusterState from, int l, Wish wish, int command, Steps<ClusterState> to) {
        MemberState leader = from.at(l);
        ClusterState next = asked(from, wish);
        int call = ++next.at(l).calls;
        for (int at = logs.upTo(leader.log, leader.commit); at != 0 && !logs.isSnapshot(at); at = logs.before(at)) {
            int entry = logs.command(at);
            if (entry != Logs.START && entry / CALL == call) {
                int granted =
                        setup.held(at) & setup.wish(entry % Applying.GRANTED).bit();
                if (granted != 0) {
                    applying.decided(next, l, wish, granted);
                    take(from, next, to, l, wish, "finds an answer to its call " + call + " in the retry cache");
                }
                return;
            }
        }
        if (!full(leader) && call < 4) {
            append(next.at(l), command | call * CALL);
            take(from, next, to, l, wish, "appends entry " + logs.lastIndex(next.at(l).log) + " as its call " + call);
        }
    }

    /** The operator's next command. */
    private void command(ClusterState from, int l, int firstCommand, Steps<ClusterState> to) {
        int command = firstCommand + from.given;
        if (command == setup.ledgers.commands() || full(from.at(l))) {
            return;
        }
        ClusterState next = from.copy();
        next.given++;
        append(next.at(l), command);
        to.take(
                () -> "An operator asks " + name(l) + " for a "
                        + setup.ledgers.command(command).getClass().getSimpleName() + ": entry "
                        + logs.lastIndex(next.at(l).log),
                next);
    }

    private void release(ClusterState from, int m, Steps<ClusterState> to) {
        for (Wish wish : Wish.values()) {
            if ((from.at(m).owed & wish.bit()) != 0) {
                ClusterState next = from.copy();
                next.at(m).owed &= ~wish.bit();
                Promises.release(setup, next, m, wish);
                to.take(() -> name(m) + " releases " + wish, next);
            }
        }
    }

    private static ClusterState asked(ClusterState from, Wish wish) {
        ClusterState next = from.copy();
        boolean inTime = true;
        for (Wish other : Wish.values()) {
            inTime &= (from.released & other.bit()) == 0 || other.at().compareTo(wish.at()) <= 0;
        }
        next.askedInTime |= inTime ? wish.bit() : 0;
        return next;
    }

    private boolean full(MemberState member) {
        return logs.lastIndex(member.log) >= setup.bounds.entries();
    }

    private void append(MemberState leader, int entry) {
        leader.log = logs.append(leader.log, leader.term, entry);
    }

    private static void take(
            ClusterState from, ClusterState next, Steps<ClusterState> to, int l, Wish wish, String what) {
        to.take(
                () -> "A node asks " + name(l) + " for " + wish + "; " + name(l) + " " + what
                        + RaftSteps.released(from, next),
                next);
    }

    private static String name(int member) {
        return ClusterState.name(member);
    }
}
