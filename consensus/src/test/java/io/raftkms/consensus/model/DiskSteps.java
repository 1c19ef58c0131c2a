package io.raftkms.consensus.model;

import io.raftkms.consensus.model.Spec.Steps;
import java.util.Arrays;

/** Loss of power, ends of processes, snapshots, and the second that passes between two forces of a member's own files. */
final class DiskSteps {
    private final Setup setup;
    private final Logs logs;
    private final OwnFiles files;
    private final HelloSteps hello;

    DiskSteps(Setup setup, OwnFiles files, HelloSteps hello) {
        this.setup = setup;
        this.logs = setup.logs;
        this.files = files;
        this.hello = hello;
    }

    void of(ClusterState from, Steps<ClusterState> to) {
        for (int m = 0; m < ClusterState.MEMBERS; m++) {
            if (from.at(m).status == MemberState.ENDED) {
                continue;
            }
            crash(from, m, to);
            kill(from, m, to);
            if (from.at(m).running()) {
                snapshot(from, m, to);
                forceOwnFiles(from, m, to);
                for (int l = 0; l < ClusterState.MEMBERS; l++) {
                    if (l != m && from.at(l).running()) {
                        install(from, l, m, to);
                    }
                }
            }
        }
    }

    /** What is not forced is gone; the member starts again. One that is down does nothing, as one that nobody hears. */
    private void crash(ClusterState from, int m, Steps<ClusterState> to) {
        boolean staysUp = setup.bounds.has(Bounds.Option.WITNESSES_STAY_UP) && from.at(m).victim == 0;
        boolean early = setup.bounds.has(Bounds.Option.CRASHES_AFTER_RELEASE) && from.released == 0;
        if (staysUp || early || from.crashes >= setup.bounds.crashes()) {
            return;
        }
        ClusterState next = from.copy();
        next.crashes += setup.bounds.crashes() == Bounds.ANY ? 0 : 1;
        MemberState member = next.at(m);
        member.log = member.disk;
        member.term = member.savedTerm;
        member.mark = member.savedMark;
        member.found = 0;
        restart(next, m);
        to.take(
                () -> name(m) + " loses power, and with it what was not forced, and starts again" + ended(member),
                next);
    }

    /** What was written stays, forced or not. */
    private void kill(ClusterState from, int m, Steps<ClusterState> to) {
        if (from.kills >= setup.bounds.kills()) {
            return;
        }
        ClusterState next = from.copy();
        next.kills += setup.bounds.kills() == Bounds.ANY ? 0 : 1;
        MemberState member = next.at(m);
        member.savedMark = member.mark;
        if (setup.has(Safeguard.REWRITTEN_AT_START)) {
            member.disk = member.log;
            member.savedTerm = member.term;
        } else {
            member.found = member.log;
        }
        restart(next, m);
        to.take(() -> name(m) + " is killed and starts again" + ended(member), next);
    }

    /** Reads snapshot and log back. */
    private void restart(ClusterState state, int m) {
        MemberState member = state.at(m);
        member.forgetMemory();
        int snapshot = logs.snapshotOf(member.log);
        member.ledger = logs.command(snapshot);
        member.commit = logs.lastIndex(snapshot);
        if (setup.has(Safeguard.OWN_FILES_COMPARED) && !files.reached(member)) {
            member.status = MemberState.ENDED;
            return;
        }
        files.applied(member);
        if (member.status != MemberState.ENDED) {
            hello.begin(member);
        }
    }

    private void snapshot(ClusterState from, int m, Steps<ClusterState> to) {
        MemberState member = from.at(m);
        int onDisk = logs.upTo(member.disk, member.commit);
        int last = logs.upTo(member.log, member.commit);
        if (from.snapshots >= setup.bounds.snapshots() || logs.isSnapshot(last) || onDisk != last) {
            return;
        }
        ClusterState next = from.copy();
        next.snapshots++;
        int ledger = setup.ledgers.afterSnapshot(
                member.ledger,
                logs.lastTerm(last),
                member.commit,
                setup.has(Safeguard.SNAPSHOT_KEEPS_MARK),
                setup.has(Safeguard.SNAPSHOT_KEEPS_RESERVATIONS));
        int base = logs.snapshot(logs.lastTerm(last), member.commit, ledger);
        next.at(m).log = logs.rebase(member.log, member.commit, base);
        next.at(m).disk = logs.rebase(member.disk, member.commit, base);
        to.take(() -> name(m) + " writes a snapshot up to entry " + member.commit + " and cuts its log there", next);
    }

    /** A follower lacks entries that the leader's log does not have any more. */
    private void install(ClusterState from, int l, int f, Steps<ClusterState> to) {
        MemberState leader = from.at(l);
        MemberState follower = from.at(f);
        int snapshot = logs.snapshotOf(leader.log);
        boolean led =
                leader.leads() && leader.term >= follower.term && !(follower.leads() && follower.term == leader.term);
        if (!led
                || logs.lastIndex(snapshot) <= follower.commit
                || logs.common(leader.log, follower.log) >= logs.lastIndex(snapshot)) {
            return;
        }
        ClusterState next = from.copy();
        MemberState receiver = next.at(f);
        if (leader.term > follower.term) {
            receiver.term = leader.term;
            receiver.savedTerm = leader.term;
        }
        receiver.leading = 0;
        Arrays.fill(receiver.match, 0);
        receiver.log = snapshot;
        receiver.disk = snapshot;
        receiver.found = 0;
        receiver.ledger = logs.command(snapshot);
        receiver.commit = logs.lastIndex(snapshot);
        files.applied(receiver);
        to.take(
                () -> name(l) + " sends its snapshot up to entry " + logs.lastIndex(snapshot) + " to " + name(f)
                        + ended(receiver),
                next);
    }

    /** Once a second. */
    private void forceOwnFiles(ClusterState from, int m, Steps<ClusterState> to) {
        MemberState member = from.at(m);
        // What run.json says is looked at only where a log may end too early.
        int applied = setup.bounds.has(Bounds.Option.RAFT_RESTORED)
                ? Logs.position(logs.lastTerm(logs.upTo(member.log, member.commit)), member.commit)
                : 0;
        if (!setup.bounds.has(Bounds.Option.OWN_FILES) || (member.run == applied && member.mark == member.savedMark)) {
            return;
        }
        ClusterState next = from.copy();
        next.at(m).run = applied;
        next.at(m).savedMark = member.mark;
        to.take(() -> name(m) + " forces its watermark and run.json, at entry " + member.commit, next);
    }

    static String ended(MemberState member) {
        return member.status == MemberState.ENDED ? ", and ends: its own files say that something is missing" : "";
    }

    private static String name(int member) {
        return ClusterState.name(member);
    }
}
