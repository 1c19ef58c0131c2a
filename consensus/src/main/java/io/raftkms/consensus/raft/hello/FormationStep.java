package io.raftkms.consensus.raft.hello;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.store.PeersFile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an unformed member does with the answers of one round: a pure function. Why two steps: see the package.
 *
 * <table>
 * <caption>Own state and answers</caption>
 * <tr><th>answers<th>step
 * <tr><td>a formed member counted this very data directory<td>form with its count
 * <tr><td>more than half of the other voters say that this one joins<td>form without a count
 * <tr><td>this one is made to join<td>wait: it has no part in the formation
 * <tr><td>not all others have answered<td>wait
 * <tr><td>a formed member is among them (and did not count this one)<td>wait: it refuses, or the group will tell
 * <tr><td>all are unformed; the own count is not of exactly these data directories<td>count them anew, ask again
 * <tr><td>all are unformed and report the own count<td>form with it
 * <tr><td>all are unformed; some have not counted the same yet<td>wait
 * </table>
 *
 * All: without those that are made to join, and with the listeners, which have a blank disk once only like everybody else.
 */
sealed interface FormationStep {
    /** Ask on. */
    record Wait() implements FormationStep {}

    /** Force this count, forget the answers and ask again: only what is said after that confirms it. */
    record Count(Map<MemberId, String> count) implements FormationStep {}

    /** Force that this member is formed; Raft may run then. */
    record Form(Map<MemberId, String> count) implements FormationStep {}

    /**
     * @param own of an unformed member
     * @param joins whether this member is made to join
     * @param others all other members
     * @param voters those of all members that have a vote, maybe this one among them
     * @param answers of this round, since the own count was forced; none is a refusal
     */
    static FormationStep of(
            PeersFile own,
            boolean joins,
            Set<MemberId> others,
            Set<MemberId> voters,
            Map<MemberId, HelloReply> answers) {
        for (HelloReply answer : answers.values()) {
            HelloFacts facts = answer.facts();
            if (facts.formed() && own.firstStartId().equals(facts.counted().get(own.member()))) {
                return new Form(facts.counted());
            }
        }
        long asked = others.stream().filter(voters::contains).count();
        long yes = answers.entrySet().stream()
                .filter(answer -> others.contains(answer.getKey()) && voters.contains(answer.getKey()))
                .filter(answer -> answer.getValue().verdict() instanceof HelloVerdict.Accept accept && accept.joins())
                .count();
        if (2 * yes > asked) {
            return new Form(Map.of());
        }
        boolean allUnformed = answers.keySet().containsAll(others)
                && answers.values().stream().noneMatch(answer -> answer.facts().formed());
        return allUnformed && !joins ? countOrForm(own, answers) : new Wait();
    }

    private static FormationStep countOrForm(PeersFile own, Map<MemberId, HelloReply> answers) {
        List<HelloFacts> forming = answers.values().stream()
                .map(HelloReply::facts)
                .filter(facts -> !facts.joins())
                .toList();
        Map<MemberId, String> present = new TreeMap<>(java.util.Comparator.comparing(MemberId::toString));
        present.put(own.member(), own.firstStartId());
        forming.forEach(facts -> present.put(facts.member(), facts.firstStartId()));
        if (!own.counted().equals(present)) {
            return new Count(present);
        }
        boolean confirmed = forming.stream().allMatch(facts -> facts.counted().equals(present));
        return confirmed ? new Form(present) : new Wait();
    }
}
