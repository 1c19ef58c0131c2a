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
    private final Map<Long, Optional<HelloReason>> verdicts = new HashMap<>();
    private final Map<Long, Integer> greeted = new HashMap<>();
    private final Map<Long, Integer> acknowledged = new HashMap<>();
    private final Map<Long, Integer> voted = new HashMap<>();
    private final Map<Integer, Integer> forgotten = new HashMap<>();

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
        long start = start(other);
        long asked = known << 1 | witness.formed;
        long facts =
                asked << 40 | (long) witness.firstStart << 38 | start << 20 | other.begunEnd << 4 | other.begunTerm;
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

    /** What a member says of its start, in 11 bits. */
    private static long start(MemberState member) {
        return member.starts << 5 | member.life << 3 | member.firstStart << 1 | member.formed;
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
        int end = committed(member, member.commit);
        long told = (long) known << 32 | start(member) << 20 | end << 4 | member.savedTerm;
        return greeted.computeIfAbsent(told, one -> number(greeted(known, member, end)));
    }

    private PeerRecord greeted(int known, MemberState member, int end) {
        PeerRecord now = new PeerRecord(
                hex(member.firstStart, 1),
                member.starts,
                hex(member.life, member.starts),
                member.formed == 1,
                true,
                member.savedTerm,
                position(end));
        return known == 0
                ? now
                : now.with(records.get(known).voteTerm(), records.get(known).forced());
    }

    /**
     * A leader notes what followers have acknowledged of what is committed now, as it applies it: before anything is
     * released for it.
     */
    void acknowledged(ClusterState state, int leader) {
        if (!setup.bounds.has(Bounds.Option.DISK_RESTORED)) {
            return;
        }
        MemberState witness = state.at(leader);
        for (int f = 0; f < ClusterState.MEMBERS; f++) {
            if (f != leader && witness.match[f] > 0 && witness.known[f] != 0) {
                int known = witness.known[f];
                int end = setup.logs.end(setup.logs.upTo(witness.log, Math.min(witness.match[f], witness.commit)));
                witness.known[f] = acknowledged.computeIfAbsent(
                        (long) known << 16 | end,
                        one -> number(records.get(known).with(0, position(end))));
            }
        }
    }

    /** A candidate notes a vote before it counts: that member's vote file cannot be older any more. */
    void voted(MemberState candidate, int voter, int term) {
        int known = candidate.known[voter];
        if (setup.bounds.has(Bounds.Option.DISK_RESTORED) && known != 0) {
            candidate.known[voter] = voted.computeIfAbsent(
                    (long) known << 8 | term, one -> number(records.get(known).with(term, Optional.empty())));
        }
    }

    /**
     * The memory of a witness is gone, and with it positions that were not forced. That may be those of a second; here it
     * is all of them, which is worse.
     */
    void forgotten(MemberState witness) {
        for (int j = 0; j < ClusterState.MEMBERS; j++) {
            int known = witness.known[j];
            if (known != 0) {
                witness.known[j] = forgotten.computeIfAbsent(known, one -> number(withoutPositions(records.get(one))));
            }
        }
    }

    private static PeerRecord withoutPositions(PeerRecord record) {
        return new PeerRecord(
                record.firstStartId(),
                record.startNumber(),
                record.startId(),
                record.formed(),
                record.listed(),
                0,
                Optional.empty());
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
