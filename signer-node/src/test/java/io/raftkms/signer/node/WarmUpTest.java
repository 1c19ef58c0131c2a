package io.raftkms.signer.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.signer.FakeMember;
import io.raftkms.signer.signature.Rehearsal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final WarmUp.Amount FEW = new WarmUp.Amount(3, 5);

    private final FakeMember member = new FakeMember();
    private final Rehearsal rehearsal = new Rehearsal(new SecureRandom());

    @Test
    void signsWithTheThrowAwayKeyAndWipesItWhoeverLeads() {
        try (WarmUp warmUp = new WarmUp(member, rehearsal, FEW)) {
            assertThat(rehearsal.sign(1).join()).isTrue();

            member.follow(FakeMember.B, 1);

            Awaitility.await().atMost(PATIENCE).until(() -> !signs());
            assertThat(member.submitted).isEmpty();
            assertThat(member.calls).isEmpty();
        }
    }

    @Test
    void leaderWritesItsEntriesOnceAndNothingElse() {
        member.commitAtOnce();
        try (WarmUp warmUp = new WarmUp(member, rehearsal, FEW)) {
            member.lead(1);
            Awaitility.await().atMost(PATIENCE).until(() -> member.submitted.size() == FEW.entries() && !signs());

            member.follow(FakeMember.B, 2);
            member.lead(3);

            assertThat(member.submitted)
                    .extracting(FakeMember.Submitted::command)
                    .isEqualTo(List.of(new Command.Noop(), new Command.Noop(), new Command.Noop()));
            assertThat(member.ledger().keys()).isEmpty();
        }
    }

    @Test
    void stopEndsIt() {
        WarmUp warmUp = new WarmUp(member, rehearsal, new WarmUp.Amount(0, Integer.MAX_VALUE));
        member.follow(FakeMember.B, 1);

        warmUp.close();

        assertThat(signs()).isFalse();
    }

    private boolean signs() {
        return rehearsal
                .sign(1)
                .handle((signed, failure) -> failure == null && signed)
                .join();
    }
}
