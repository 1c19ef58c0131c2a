package io.raftkms.consensus.model;

import io.raftkms.consensus.model.Spec.Steps;
import java.util.Arrays;

/** Elections, appends, acknowledgements, commits: Raft as Ratis does it, each exchange between two members one step. */
final class RaftSteps {
    private final Setup setup;
    private final Logs logs;
    private final Applying applying;
    private final Witnessed witnessed;

    RaftSteps(Setup setup, Applying applying, Witnessed witnessed) {
        this.setup = setup;
        this.logs = setup.logs;
        this.applying = applying;
        this.witnessed = witnessed;
    }

    void of(ClusterState from, Steps<ClusterState> to) {
        boolean delayed = setup.bounds.has(Bounds.Option.DELAYED_APPENDS);
        for (int i = 0; i < ClusterState.MEMBERS; i++) {
            if (!from.at(i).running()) {
                continue;
            }
            force(from, i, to);
            commit(from, i, to);
            if (delayed) {
                deliver(from, i, to);
            }
            for (int j = 0; j < ClusterState.MEMBERS; j++) {
                if (i != j && from.at(j).running()) {
                    elect(from, i, j, to);
                    append(from, i, j, delayed, to);
                    acknowledge(from, j, i, to);
                }
            }
        }
    }

    /**
     * A candidate gets the vote of one more, which is a majority, and leads. A candidacy that fails is not a step: whoever
     * wins and never says a word does the same, and more.
     */
    private void elect(ClusterState from, int c, int v, Steps<ClusterState> to) {
        MemberState candidate = from.at(c);
        MemberState voter = from.at(v);
        int term = Math.max(candidate.term, voter.term) + 1;
        boolean again = candidate.leads() && voter.term <= candidate.term;
        boolean behind = logs.end(candidate.log) < logs.end(voter.log);
        if (again
                || term > setup.bounds.terms()
                || logs.lastIndex(candidate.log) >= setup.bounds.entries()
                || (behind && setup.has(Safeguard.LOG_COMPARED_IN_VOTE))) {
            return;
        }
        ClusterState next = from.copy();
        follow(next.at(c), term);
        follow(next.at(v), term);
        MemberState leader = next.at(c);
        leader.leading = 1;
        leader.ledTerm = term;
        leader.log = logs.append(leader.log, term, Logs.START);
        witnessed.voted(leader, v, term);
        to.take(
                () -> name(c) + " leads in term " + term + " by the vote of " + name(v)
                        + (setup.has(Safeguard.VOTE_FORCED) ? "" : ", which is not forced")
                        + ", and appends entry " + logs.lastIndex(leader.log),
                next);
    }

    private static void saveTerm(MemberState member) {
        member.savedTerm = member.term;
    }

    /** Takes a newer term; what was led ends. */
    private void follow(MemberState member, int term) {
        if (term > member.term) {
            member.term = term;
            member.follows = 0;
            if (setup.has(Safeguard.VOTE_FORCED)) {
                saveTerm(member);
            }
        }
        member.leading = 0;
        Arrays.fill(member.match, 0);
    }

    /** The next entry that a follower lacks; cuts what differs. */
    private void append(ClusterState from, int l, int f, boolean delayed, Steps<ClusterState> to) {
        MemberState leader = from.at(l);
        MemberState follower = from.at(f);
        if (!leader.leads() || !hears(follower, leader, l)) {
            return;
        }
        int common = logs.common(leader.log, follower.log);
        if (common < 0 || common == logs.lastIndex(leader.log)) {
            return;
        }
        int entry = logs.upTo(leader.log, common + 1);
        ClusterState next = from.copy();
        if (delayed) {
            if (follower.sentLog == entry && follower.sentTerm == leader.term) {
                return;
            }
            next.at(f).sentLog = entry;
            next.at(f).sentTerm = leader.term;
            if (!setup.has(Safeguard.ONE_AT_A_TIME)) {
                follow(next.at(f), leader.term);
            }
            to.take(() -> name(l) + " sends entry " + logs.lastIndex(entry) + " to " + name(f), next);
        } else {
            follow(next.at(f), leader.term, l);
            insert(next.at(f), entry);
            to.take(() -> name(l) + " appends entry " + logs.lastIndex(entry) + " at " + name(f), next);
        }
    }

    private boolean hears(MemberState follower, MemberState leader, int l) {
        boolean another = follower.follows != 0 && follower.follows != l + 1;
        return follower.term < leader.term || (follower.term == leader.term && !follower.leads() && !another);
    }

    private void follow(MemberState member, int term, int leader) {
        follow(member, term);
        member.follows = setup.bounds.has(Bounds.Option.ONE_LEADER_A_LIFE) ? leader + 1 : 0;
    }

    private void insert(MemberState member, int upTo) {
        int common = logs.common(member.log, upTo);
        if (common == logs.lastIndex(upTo)) {
            return;
        }
        if (common < member.commit) {
            member.status = MemberState.ENDED;
            return;
        }
        member.log = logs.rebase(upTo, common, logs.upTo(member.log, common));
    }

    /** What was on its way arrives, is forced and acknowledged. */
    private void deliver(ClusterState from, int f, Steps<ClusterState> to) {
        MemberState follower = from.at(f);
        if (follower.sentLog == 0) {
            return;
        }
        ClusterState next = from.copy();
        MemberState receiver = next.at(f);
        int upTo = follower.sentLog;
        int term = follower.sentTerm;
        receiver.sentLog = 0;
        receiver.sentTerm = 0;
        boolean late = term < follower.term;
        boolean fits = logs.common(follower.log, logs.before(upTo)) == logs.lastIndex(logs.before(upTo));
        boolean taken = fits && !(late && setup.has(Safeguard.ONE_AT_A_TIME)) && !(follower.leads() && !late);
        if (taken) {
            if (!late) {
                follow(receiver, term);
            }
            insert(receiver, upTo);
            receiver.disk = receiver.log;
            saveTerm(receiver);
            for (int l = 0; l < ClusterState.MEMBERS; l++) {
                if (l != f && next.at(l).leads() && next.at(l).term == term) {
                    next.at(l).match[f] = Math.max(next.at(l).match[f], logs.common(next.at(l).log, upTo));
                }
            }
        }
        to.take(
                () -> "Entry " + logs.lastIndex(upTo) + " of term " + term + " arrives at " + name(f)
                        + (taken ? ", is forced and acknowledged" : ", too late"),
                next);
    }

    /** A follower forces what it has, says how far its log is the leader's, and hears what is committed. */
    private void acknowledge(ClusterState from, int f, int l, Steps<ClusterState> to) {
        MemberState leader = from.at(l);
        MemberState follower = from.at(f);
        if (!leader.leads() || follower.term != leader.term || !hears(follower, leader, l)) {
            return;
        }
        boolean forces = setup.has(Safeguard.FORCED_BEFORE_ACKNOWLEDGED) && follower.log != follower.found;
        int common = Math.max(0, logs.common(follower.log, leader.log));
        boolean applies = setup.bounds.has(Bounds.Option.FOLLOWERS_APPLY);
        int committed = applies ? Math.min(leader.commit, common) : follower.commit;
        if (common <= leader.match[f] && committed <= follower.commit && (!forces || follower.disk == follower.log)) {
            return;
        }
        ClusterState next = from.copy();
        if (forces) {
            next.at(f).disk = follower.log;
            saveTerm(next.at(f));
        }
        next.at(l).match[f] = Math.max(leader.match[f], common);
        next.at(f).follows = setup.bounds.has(Bounds.Option.ONE_LEADER_A_LIFE) ? l + 1 : 0;
        applying.upTo(next, f, committed);
        to.take(
                () -> name(f) + (forces ? " forces and" : "") + " acknowledges entry " + common + " to " + name(l)
                        + (committed > follower.commit ? ", and applies up to entry " + committed : ""),
                next);
    }

    /** Followers force when they acknowledge. */
    private void force(ClusterState from, int m, Steps<ClusterState> to) {
        MemberState member = from.at(m);
        if (!member.leads() || member.disk == member.log) {
            return;
        }
        ClusterState next = from.copy();
        next.at(m).disk = member.log;
        saveTerm(next.at(m));
        to.take(() -> name(m) + " forces its own log", next);
    }

    private void commit(ClusterState from, int l, Steps<ClusterState> to) {
        MemberState leader = from.at(l);
        if (!leader.leads()) {
            return;
        }
        int own = setup.has(Safeguard.LEADER_FORCED_BEFORE_COUNTED)
                ? setup.forcedIndex(leader)
                : logs.lastIndex(leader.log);
        int others = 0;
        for (int j = 0; j < ClusterState.MEMBERS; j++) {
            others = j == l ? others : Math.max(others, leader.match[j]);
        }
        int index = Math.min(own, others);
        if (index <= leader.commit) {
            return;
        }
        boolean ofOwnTerm = logs.lastTerm(logs.upTo(leader.log, index)) == leader.term;
        if (!ofOwnTerm && setup.has(Safeguard.OWN_TERM_COUNTED)) {
            return;
        }
        ClusterState next = from.copy();
        applying.upTo(next, l, index);
        witnessed.acknowledged(next, l);
        to.take(() -> name(l) + " commits and applies entry " + index + released(from, next), next);
    }

    static String released(ClusterState before, ClusterState after) {
        StringBuilder words = new StringBuilder();
        for (Wish wish : Wish.values()) {
            if ((after.released & ~before.released & wish.bit()) != 0) {
                words.append(", and releases ").append(wish);
            }
        }
        return words.toString();
    }

    private static String name(int member) {
        return ClusterState.name(member);
    }
}
