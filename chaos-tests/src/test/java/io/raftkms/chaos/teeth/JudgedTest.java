package io.raftkms.chaos.teeth;

import static io.raftkms.chaos.judge.TestSigner.block;
import static io.raftkms.chaos.judge.TestSigner.precommit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.raftkms.chaos.judge.Checker;
import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.judge.TestSigner;
import io.raftkms.chaos.wire.Canonical;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JudgedTest {
    private final TestSigner signer = new TestSigner();
    private final List<Observation> seen = new ArrayList<>();

    private void askAndSign(Canonical message) {
        long at = seen.size() * 10L;
        seen.add(signer.asked(message, at));
        seen.add(signer.signed(message, at, at + 1));
    }

    private List<Finding> judged() {
        return Judged.of(new Checker(Set.of(signer.publicKey())), seen);
    }

    @Test
    void countsSignaturesUntilTheOneThatShowsIt() {
        askAndSign(precommit(5, block(1)));
        askAndSign(precommit(5, block(2)));
        askAndSign(precommit(6, block(1)));
        askAndSign(precommit(4, block(1)));
        askAndSign(precommit(7, block(1)));

        assertThat(judged())
                .extracting(Finding::by, Finding::after)
                .containsExactlyInAnyOrder(tuple("S1", 2), tuple("S3", 4));
        assertThat(Judged.signatures(seen)).isEqualTo(5);
    }

    @Test
    void findsNothingOfASoundSigner() {
        askAndSign(precommit(5, block(1)));
        askAndSign(precommit(5, block(1)));
        askAndSign(precommit(6, block(1)));

        assertThat(judged()).isEmpty();
    }
}
