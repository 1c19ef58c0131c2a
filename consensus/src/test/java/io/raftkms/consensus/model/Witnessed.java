package io.raftkms.consensus.model;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.hello.Forced;
import io.raftkms.consensus.raft.hello.GroupPlace;
import io.raftkms.consensus.raft.hello.HelloFacts;
import io.raftkms.consensus.raft.hello.HelloReason;
import io.raftkms.consensus.raft.hello.HelloRule;
import io.raftkms.consensus.raft.hello.HelloVerdict;
import io.raftkms.consensus.raft.store.LogPosition;
import io.raftkms.consensus.raft.store.PeerRecord;
import io.raftkms.consensus.raft.store.PeersFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What members know of each other, each {@link PeerRecord} a number, and what {@link HelloRule} says to a greeting. What
 * is noted is forced at once here; the product forces positions within a second.
 */
final class Witnessed {
    private static final MemberId WITNESS = new MemberId("a", "00000000000000aa");
    private static final MemberId OTHER = new MemberId("b", "00000000000000bb");
    private static final String CLUSTER = "model";

    private final Setup setup;
    private final List<PeerRecord> records = new ArrayList<>();
    private final Map<PeerRecord, Integer> numbers = new HashMap<>();
    private final Map<List<Integer>, Optional<HelloReason>> verdicts = new HashMap<>();

    Witnessed(Setup setup) {
        this.setup = setup;
        // 0 is no record; what 1 says is never looked at.
        records.add(null);
    }

    /** What everybody knows of everybody at the formation. */
    int first() {
        return number(new PeerRecord(hex(0, 1), 1, hex(0, 1), true, true, 0, Optional.empty()));
    }

    /** Whether what is known shows that a member's log or vote was as far as this. */
    boolean shows(int known, int end, int term) {
        PeerRecord record = records.get(known);
        return record != null && end(record) >= end && record.voteTerm() >= term;
    }

    private static int end(PeerRecord record) {
        return record.forced()
                .map(p -> Logs.position((int) p.term(), (int) p.index()))
                .orElse(0);
    }

    /** Why a witness refuses a member; empty if it does not. A member that is not formed refuses nobody. */
    Optional<HelloReason> judge(MemberState witness, int known, MemberState other) {
        List<Integer> facts = List.of(
                witness.formed,
                known,
                other.firstStart,
                other.starts,
                other.life,
                other.formed,
                other.begunEnd,
                other.begunTerm);
        return verdicts.computeIfAbsent(facts, one -> {
            PeersFile own = PeersFile.first(WITNESS, hex(witness.firstStart, 1));
            if (witness.formed == 1) {
                own = own.formedWith(Map.of(WITNESS, hex(0, 1), OTHER, hex(0, 1)));
            }
            if (known != 0) {
                own = own.with(OTHER, records.get(known));
            }
            HelloVerdict verdict = HelloRule.judge(CLUSTER, own, GroupPlace.VOTER, facts(other));
            return verdict instanceof HelloVerdict.Refuse refuse ? Optional.of(refuse.reason()) : Optional.empty();
        });
    }

    private HelloFacts facts(MemberState member) {
        Forced begun = new Forced(member.begunTerm, position(member.begunEnd));
        return new HelloFacts(
                CLUSTER,
                OTHER,
                hex(member.firstStart, 1),
                member.starts,
                hex(member.life, member.starts),
                false,
                member.formed == 1,
                Map.of(),
                begun,
                begun);
    }

    /** What a witness knows of a member once it has accepted its greeting: as {@code Witness} writes it down. */
    int greeted(int known, MemberState member) {
        PeerRecord now = new PeerRecord(
                hex(member.firstStart, 1),
                member.starts,
                hex(member.life, member.starts),
                member.formed == 1,
                true,
                member.savedTerm,
                position(committed(member, member.commit)));
        return number(
                known == 0
                        ? now
                        : now.with(
                                records.get(known).voteTerm(),
                                records.get(known).forced()));
    }

    /** A leader notes what followers have acknowledged of what is committed now. */
    void acknowledged(ClusterState state, int leader) {
        if (!setup.bounds.has(Bounds.Option.DISK_RESTORED)) {
            return;
        }
        MemberState witness = state.at(leader);
        for (int f = 0; f < ClusterState.MEMBERS; f++) {
            if (f != leader && witness.match[f] > 0 && witness.known[f] != 0) {
                int index = Math.min(witness.match[f], witness.commit);
                int term = setup.logs.lastTerm(setup.logs.upTo(witness.log, index));
                witness.known[f] =
                        number(records.get(witness.known[f]).with(0, Optional.of(new LogPosition(term, index))));
            }
        }
    }

    /** Forced and committed: what a member says of its disk while it runs. */
    private int committed(MemberState member, int commit) {
        int index = Math.min(commit, setup.forcedIndex(member));
        int entry = setup.logs.upTo(member.log, Math.max(index, 0));
        return entry == 0 ? 0 : setup.logs.end(entry);
    }

    private int number(PeerRecord record) {
        return numbers.computeIfAbsent(record, one -> {
            records.add(one);
            return records.size() - 1;
        });
    }

    private static Optional<LogPosition> position(int end) {
        return end == 0 ? Optional.empty() : Optional.of(new LogPosition(end >>> 8, end & 0xff));
    }

    private static String hex(int high, int low) {
        return String.format(Locale.ROOT, "%016x%016x", high, low);
    }
}
