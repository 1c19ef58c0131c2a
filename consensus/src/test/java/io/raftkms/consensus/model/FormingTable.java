package io.raftkms.consensus.model;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.hello.Forced;
import io.raftkms.consensus.raft.hello.FormationDecisions;
import io.raftkms.consensus.raft.hello.FormationDecisions.Heard;
import io.raftkms.consensus.raft.hello.FormationDecisions.Kind;
import io.raftkms.consensus.raft.hello.FormationDecisions.Next;
import io.raftkms.consensus.raft.hello.GroupPlace;
import io.raftkms.consensus.raft.hello.HelloFacts;
import io.raftkms.consensus.raft.hello.HelloRule;
import io.raftkms.consensus.raft.hello.HelloVerdict;
import io.raftkms.consensus.raft.store.PeersFile;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@link HelloRule} and {@code FormationStep} say, each case once. What a member says of itself is a number:
 * disk (0 to 3), formed (bit 2), and three bits for each member counted, 0 for a count that there is not, else one more
 * than the disk.
 */
final class FormingTable {
    private static final String CLUSTER = "model";
    private static final List<MemberId> IDS = List.of(
            new MemberId("a", "000000000000000a"),
            new MemberId("b", "000000000000000b"),
            new MemberId("c", "000000000000000c"));

    private final Map<List<Integer>, HelloVerdict> verdicts = new HashMap<>();
    private final Map<List<Integer>, Next> steps = new HashMap<>();

    static int disk(int said) {
        return said & 3;
    }

    static boolean formed(int said) {
        return (said & 4) != 0;
    }

    /** 0 for no count. */
    static int count(int said) {
        return said >>> 3;
    }

    static int said(int disk, boolean formed, int count) {
        return disk | (formed ? 4 : 0) | count << 3;
    }

    /** What one member makes of what another says. */
    HelloVerdict judge(int judge, int own, int other, int said) {
        return verdicts.computeIfAbsent(
                List.of(judge, own, other, said),
                one -> HelloRule.judge(
                        CLUSTER,
                        file(judge, own),
                        formed(own) ? GroupPlace.VOTER : GroupPlace.UNKNOWN,
                        facts(other, said)));
    }

    /** What a member does with what it has heard; the verdicts are those of the others on it. */
    Next next(int member, int own, int[] heard) {
        return steps.computeIfAbsent(List.of(member, own, heard[0], heard[1], heard[2]), one -> {
            Map<MemberId, Heard> answers = new HashMap<>();
            for (int other = 0; other < IDS.size(); other++) {
                if (heard[other] != 0) {
                    int said = heard[other] - 1;
                    answers.put(IDS.get(other), new Heard(judge(other, said, member, own), facts(other, said)));
                }
            }
            Set<MemberId> others =
                    IDS.stream().filter(id -> id != IDS.get(member)).collect(Collectors.toSet());
            return FormationDecisions.next(file(member, own), others, Set.copyOf(IDS), answers);
        });
    }

    /** The number of a count. */
    static int number(Map<MemberId, String> count) {
        int number = 0;
        for (int i = 0; i < IDS.size(); i++) {
            String first = count.get(IDS.get(i));
            number |= first == null ? 0 : (Integer.parseInt(first.substring(16), 16) + 1) << 3 * i;
        }
        return number;
    }

    static boolean counts(Next next) {
        return next.kind() == Kind.COUNT;
    }

    private static PeersFile file(int member, int said) {
        PeersFile first = PeersFile.first(IDS.get(member), first(disk(said)));
        if (formed(said)) {
            return first.formedWith(countOf(said));
        }
        return count(said) == 0 ? first : first.counting(countOf(said));
    }

    private static HelloFacts facts(int member, int said) {
        return new HelloFacts(
                CLUSTER,
                IDS.get(member),
                first(disk(said)),
                1,
                first(disk(said)),
                false,
                formed(said),
                countOf(said),
                Forced.NOTHING,
                Forced.NOTHING);
    }

    private static Map<MemberId, String> countOf(int said) {
        Map<MemberId, String> count = new HashMap<>();
        for (int i = 0; i < IDS.size(); i++) {
            int disk = count(said) >>> 3 * i & 7;
            if (disk != 0) {
                count.put(IDS.get(i), first(disk - 1));
            }
        }
        return count;
    }

    private static String first(int disk) {
        return String.format(Locale.ROOT, "%032x", disk);
    }
}
