package io.raftkms.consensus.model;

import static io.raftkms.consensus.model.Safeguard.COUNT_CONFIRMED;
import static io.raftkms.consensus.model.Safeguard.FRESH_CALL_IDS;
import static io.raftkms.consensus.model.Safeguard.OWN_TERM_COUNTED;
import static io.raftkms.consensus.model.Safeguard.POSITION_COMPARED;
import static io.raftkms.consensus.model.Safeguard.READY_BEFORE_ANSWERING;
import static io.raftkms.consensus.model.Safeguard.RESERVED_BYTES_SIGNED;
import static io.raftkms.consensus.model.Safeguard.WATERMARK_COMPARED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Safeguards that stand behind each other, and what the formation rests on. */
class SecondLinesTest {
    private static final int MOST_STATES = 1_000_000;

    @Test
    void countingOwnTermsAndReadinessEachSuffice() {
        assertHolds(Models.explore(Parts.raftWithoutCrashes(3, 3), MOST_STATES, OWN_TERM_COUNTED));
        assertHolds(Models.explore(Parts.raft(2, 3), MOST_STATES, READY_BEFORE_ANSWERING));

        Explored both =
                Models.explore(Parts.raftWithoutCrashes(3, 3), MOST_STATES, OWN_TERM_COUNTED, READY_BEFORE_ANSWERING);
        assertBroken(both, "S2", "leads in term 3", "answers from what it has applied, and releases");
    }

    @Test
    void aRetryCacheCannotSignWhatNobodyReserved() {
        assertHolds(Models.explore(Parts.repeatedCalls(2, 3), MOST_STATES, FRESH_CALL_IDS));

        Explored answered = Models.explore(Parts.repeatedCalls(2, 4), MOST_STATES, FRESH_CALL_IDS, POSITION_COMPARED);
        assertBroken(answered, "The answer to", "leads in term 2", "in the retry cache");

        Explored signed = Models.explore(
                Parts.repeatedCalls(2, 4), MOST_STATES, FRESH_CALL_IDS, POSITION_COMPARED, RESERVED_BYTES_SIGNED);
        assertBroken(signed, "S", "releases");
    }

    /** It ends a member whose ledger went back; what ends it before that is the comparison at its start. */
    @Test
    void theWatermarkStandsBehindTheComparisonAtStart() {
        assertHolds(Models.explore(Parts.raftRestored(2, 2), MOST_STATES, WATERMARK_COMPARED));
        assertHolds(Models.explore(Parts.ownFiles(2, 2), MOST_STATES, WATERMARK_COMPARED));
    }

    @Test
    void withoutConfirmationMembersFormWithDifferentCounts() {
        Explored explored = new Search<>(new FormationSpec(2, false, Set.of(COUNT_CONFIRMED)), MOST_STATES).run();

        assertBroken(explored, "", "loses its disk", "formed with", "formed with");
    }

    private static void assertHolds(Explored explored) {
        System.out.println(explored);
        assertThat(explored.counterExample()).isEmpty();
        assertThat(explored.complete()).isTrue();
    }

    private static void assertBroken(Explored explored, String promise, String... told) {
        System.out.println(explored);
        assertThat(explored.counterExample()).isPresent();
        System.out.println(explored.counterExample().get());
        assertThat(explored.counterExample().get().promise()).startsWith(promise);
        assertThat(String.join("\n", explored.counterExample().get().trace())).containsSubsequence(told);
    }
}
