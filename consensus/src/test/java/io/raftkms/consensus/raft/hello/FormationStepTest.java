package io.raftkms.consensus.raft.hello;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.store.PeersFile;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FormationStepTest {
    private static final MemberId A = new MemberId("a", "000000000000000a");
    private static final MemberId B = new MemberId("b", "000000000000000b");
    private static final MemberId C = new MemberId("c", "000000000000000c");
    private static final Set<MemberId> OTHERS = Set.of(B, C);
    private static final Map<MemberId, String> ALL = Map.of(A, first(1), B, first(2), C, first(3));

    private final PeersFile fresh = PeersFile.first(A, first(1));
    private final Map<MemberId, HelloReply> answers = new HashMap<>();

    @Test
    void waitsForTheSlowestMember() {
        answers.put(B, unformed(B, first(2), Map.of()));

        assertThat(step(fresh)).isEqualTo(new FormationStep.Wait());
    }

    @Test
    void countsWhenAllAnswerAndConfirmsBeforeItForms() {
        answers.put(B, unformed(B, first(2), Map.of()));
        answers.put(C, unformed(C, first(3), Map.of()));
        assertThat(step(fresh)).isEqualTo(new FormationStep.Count(ALL));

        PeersFile counted = fresh.counting(ALL);
        assertThat(step(counted)).isEqualTo(new FormationStep.Wait());
        answers.put(B, unformed(B, first(2), ALL));
        assertThat(step(counted)).isEqualTo(new FormationStep.Wait());
        answers.put(C, unformed(C, first(3), ALL));
        assertThat(step(counted)).isEqualTo(new FormationStep.Form(ALL));
    }

    @Test
    void countsAnewWhoLostItsDiskBeforeAnybodyFormed() {
        PeersFile counted = fresh.counting(ALL);
        answers.put(B, unformed(B, first(9), Map.of()));
        answers.put(C, unformed(C, first(3), ALL));

        assertThat(step(counted)).isEqualTo(new FormationStep.Count(Map.of(A, first(1), B, first(9), C, first(3))));
    }

    @Test
    void takesTheCountOfAMemberThatIsFormedEvenAlone() {
        answers.put(B, reply(B, first(2), true, ALL, HelloVerdict.Accept.PLAIN));

        assertThat(step(fresh)).isEqualTo(new FormationStep.Form(ALL));
    }

    @Test
    void neverCountsBesideAMemberThatFormedWithoutIt() {
        Map<MemberId, String> before = Map.of(A, first(8), B, first(2), C, first(3));
        answers.put(B, reply(B, first(2), true, before, HelloVerdict.Accept.PLAIN));
        answers.put(C, unformed(C, first(3), Map.of()));

        assertThat(step(fresh)).isEqualTo(new FormationStep.Wait());
    }

    @Test
    void joinsByTheWordOfAMajority() {
        answers.put(B, reply(B, first(2), true, Map.of(), new HelloVerdict.Accept(true)));
        assertThat(step(fresh)).isEqualTo(new FormationStep.Wait());

        answers.put(C, reply(C, first(3), true, Map.of(), new HelloVerdict.Accept(true)));
        assertThat(step(fresh)).isEqualTo(new FormationStep.Form(Map.of()));
    }

    @Test
    void onlyVotersSayWhoJoins() {
        answers.put(B, reply(B, first(2), true, Map.of(), new HelloVerdict.Accept(true)));
        assertThat(FormationStep.of(fresh, true, OTHERS, Set.of(A, B), answers))
                .isEqualTo(new FormationStep.Form(Map.of()));

        answers.put(C, answers.remove(B));
        assertThat(FormationStep.of(fresh, true, OTHERS, Set.of(A, B), answers)).isEqualTo(new FormationStep.Wait());
    }

    @Test
    void whoIsMadeToJoinHasNoPartInTheFormation() {
        answers.put(B, unformed(B, first(2), Map.of()));
        answers.put(C, reply(C, first(3), true, false, Map.of(), HelloVerdict.Accept.PLAIN));

        assertThat(step(fresh)).isEqualTo(new FormationStep.Count(Map.of(A, first(1), B, first(2))));
        assertThat(FormationStep.of(fresh, true, OTHERS, Set.of(A, B, C), answers))
                .isEqualTo(new FormationStep.Wait());
    }

    @Test
    void aloneItFormsAtOnce() {
        PeersFile counted = fresh.counting(Map.of(A, first(1)));

        assertThat(FormationStep.of(fresh, false, Set.of(), Set.of(A), Map.of()))
                .isEqualTo(new FormationStep.Count(Map.of(A, first(1))));
        assertThat(FormationStep.of(counted, false, Set.of(), Set.of(A), Map.of()))
                .isEqualTo(new FormationStep.Form(Map.of(A, first(1))));
    }

    private FormationStep step(PeersFile own) {
        return FormationStep.of(own, false, OTHERS, Set.of(A, B, C), answers);
    }

    private static HelloReply unformed(MemberId id, String first, Map<MemberId, String> counted) {
        return reply(id, first, false, counted, HelloVerdict.Accept.PLAIN);
    }

    private static HelloReply reply(
            MemberId id, String first, boolean formed, Map<MemberId, String> counted, HelloVerdict verdict) {
        return reply(id, first, false, formed, counted, verdict);
    }

    private static HelloReply reply(
            MemberId id,
            String first,
            boolean joins,
            boolean formed,
            Map<MemberId, String> counted,
            HelloVerdict verdict) {
        return new HelloReply(
                verdict,
                new HelloFacts("c1", id, first, 1, first, joins, formed, counted, Forced.NOTHING, Forced.NOTHING));
    }

    private static String first(int number) {
        return String.format("%032x", number);
    }
}
