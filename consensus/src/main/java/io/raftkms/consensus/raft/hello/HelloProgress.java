package io.raftkms.consensus.raft.hello;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.store.PeersFile;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Who has said what in the hello of this start. Not for several threads. */
final class HelloProgress {
    private final Set<MemberId> others;
    private final Set<MemberId> voters;
    private final Map<MemberId, HelloReply> answers = new HashMap<>();
    private final Map<MemberId, HelloVerdict.Refuse> refusals = new HashMap<>();
    private final Map<MemberId, String> doubts = new HashMap<>();

    /**
     * @param voters those of all members that have a vote, maybe this one among them
     */
    HelloProgress(Set<MemberId> others, Set<MemberId> voters) {
        this.others = others;
        this.voters = voters;
    }

    /** A refusal stands until the same member answers otherwise. */
    void refused(MemberId by, HelloVerdict.Refuse refusal) {
        answers.remove(by);
        refusals.put(by, refusal);
    }

    void answered(MemberId by, HelloReply reply) {
        refusals.remove(by);
        doubts.remove(by);
        answers.put(by, reply);
    }

    /** No answer, or one that cannot be used; the reason in a few words. */
    void missing(MemberId member, String why) {
        answers.remove(member);
        doubts.put(member, why);
    }

    /** Answers from before do not confirm a new count. */
    void forget() {
        answers.clear();
    }

    boolean refused() {
        return !refusals.isEmpty();
    }

    FormationStep formation(PeersFile own, boolean joins) {
        return FormationStep.of(own, joins, others, voters, answers);
    }

    /**
     * Whether the voters that let this member run are, with it if it is one, a majority of the voters. Members that are
     * not formed count only if they are about to be, with the same count: others have no part in the cluster.
     */
    boolean suffices(PeersFile own) {
        return !refused() && 2 * yes(own) > voters.size();
    }

    private long yes(PeersFile own) {
        return voters.stream()
                .filter(id -> id.equals(own.member()) || (answers.containsKey(id) && counts(answers.get(id), own)))
                .count();
    }

    private static boolean counts(HelloReply reply, PeersFile own) {
        HelloFacts facts = reply.facts();
        boolean partOfIt =
                facts.formed() || (!own.counted().isEmpty() && facts.counted().equals(own.counted()));
        return reply.verdict() instanceof HelloVerdict.Accept && partOfIt;
    }

    /** The members that are waited for, with the reason where one is known: {@code b (no answer), c}. */
    String waitingFor(PeersFile own) {
        Map<String, String> waiting = new TreeMap<>();
        for (MemberId other : others) {
            if (refusals.containsKey(other)) {
                waiting.put(
                        other.name(),
                        other.name() + " (" + refusals.get(other).reason().sentence() + ")");
            } else if (!answers.containsKey(other)) {
                waiting.put(other.name(), other.name() + " (" + doubts.getOrDefault(other, "no answer yet") + ")");
            } else if (!counts(answers.get(other), own)) {
                waiting.put(other.name(), other.name() + " (not formed with this member yet)");
            }
        }
        StringJoiner text = new StringJoiner(", ");
        waiting.values().forEach(text::add);
        return text.toString();
    }
}
