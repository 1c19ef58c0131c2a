package io.raftkms.consensus.raft.hello;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.store.PeersFile;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** {@link FormationStep} for tests of other packages. */
public final class FormationDecisions {
    private FormationDecisions() {}

    /** What a member does next. */
    public enum Kind {
        WAIT,
        COUNT,
        FORM
    }

    /**
     * @param count empty for {@link Kind#WAIT}
     */
    public record Next(Kind kind, Map<MemberId, String> count) {}

    /** What another member has answered. */
    public record Heard(HelloVerdict verdict, HelloFacts facts) {}

    /** The next step of a member that is not formed and not made to join. */
    public static Next next(PeersFile own, Set<MemberId> others, Set<MemberId> voters, Map<MemberId, Heard> heard) {
        Map<MemberId, HelloReply> answers = new HashMap<>();
        heard.forEach((member, answer) -> answers.put(member, new HelloReply(answer.verdict(), answer.facts())));
        FormationStep step = FormationStep.of(own, false, others, voters, answers);
        if (step instanceof FormationStep.Count count) {
            return new Next(Kind.COUNT, count.count());
        }
        return step instanceof FormationStep.Form form
                ? new Next(Kind.FORM, form.count())
                : new Next(Kind.WAIT, Map.of());
    }
}
