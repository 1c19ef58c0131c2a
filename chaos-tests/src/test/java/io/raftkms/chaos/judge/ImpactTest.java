package io.raftkms.chaos.judge;

import static io.raftkms.chaos.judge.TestSigner.block;
import static io.raftkms.chaos.judge.TestSigner.precommit;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImpactTest {
    private final TestSigner signer = new TestSigner();
    private final List<Observation> seen = new ArrayList<>();

    private void signedAt(long... ends) {
        for (long end : ends) {
            seen.add(signer.signed(precommit(end, block(1)), end - 1, end));
        }
    }

    @Test
    void isTheLongestPauseThatTouchesTheFault() {
        signedAt(10, 20, 90, 95, 130, 900);

        assertThat(Impact.of(30, 100, seen)).isEqualTo(impact(70, 30, 0));
    }

    @Test
    void endsWithTheFirstSignatureAfterIt() {
        signedAt(10, 250, 260, 2000);

        assertThat(Impact.of(30, 100, seen)).isEqualTo(impact(240, 150, 0));
    }

    @Test
    void countsVotesGivenUpBeforeThat() {
        signedAt(10, 250, 400);
        seen.add(signer.observation(Observation.Event.LOST, precommit(7, block(1)), "", 40, 240));
        seen.add(signer.observation(Observation.Event.LOST, precommit(8, block(1)), "", 40, 300));

        assertThat(Impact.of(30, 100, seen)).isEqualTo(impact(240, 150, 1));
    }

    @Test
    void aVoteWaitsSinceItsFirstRequestOnWhateverLink() {
        seen.add(signer.asked(precommit(5, block(1)), 100));
        seen.add(signer.asked(precommit(5, block(1)), 600));
        seen.add(signer.signed(precommit(5, block(1)), 600, 640));

        Judgement judgement = new Checker(Set.of(signer.publicKey())).judge(seen);

        assertThat(judgement.latency(1)).isEqualTo(Duration.ofNanos(540));
        assertThat(judgement.gaps()).extracting(Judgement.Gap::length).containsExactly(Duration.ofNanos(540));
    }

    private static Impact impact(long gap, long recovery, long lost) {
        return new Impact(Duration.ofNanos(gap), Duration.ofNanos(recovery), lost);
    }
}
