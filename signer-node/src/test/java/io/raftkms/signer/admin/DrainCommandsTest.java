package io.raftkms.signer.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.signer.FakeMember;
import io.raftkms.signer.RecordedKey;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DrainCommandsTest {
    private final FakeMember member = new FakeMember();
    private final Switch drain = new Switch();
    private final ClusterView view =
            new ClusterView(member, "cluster", () -> facts(drain.on), List::of, Duration.ofMillis(1500));
    private final DrainCommands commands = new DrainCommands(member, view, drain);

    @Test
    void leaderHandsOverToOneThatIsNotDrained() {
        member.lead(1);
        answer(FakeMember.B, true);
        answer(FakeMember.C, false);

        CompletableFuture<DrainReport> done = commands.drain();
        assertThat(drain.on).isTrue();
        assertThat(member.transfers.get(0).to()).isEqualTo(Optional.of(FakeMember.C));
        member.transfers.get(0).moved().complete(FakeMember.C);

        assertThat(done.join().leader()).isEqualTo(FakeMember.C.name());
    }

    @Test
    void followerIsDrainedWithoutATransfer() {
        member.follow(FakeMember.B, 1);
        answer(FakeMember.B, false);
        answer(FakeMember.C, false);

        assertThat(commands.drain().join().drained()).isTrue();
        assertThat(member.transfers).isEmpty();
        assertThat(commands.undrain().join().drained()).isFalse();
    }

    @Test
    void refusesWhenEveryOtherIsDrained() {
        member.lead(1);
        answer(FakeMember.B, true);
        answer(FakeMember.C, true);

        assertThat(code(commands.drain())).isEqualTo(MessageCode.DRAIN_REFUSED);
        assertThat(drain.on).isFalse();
    }

    @Test
    void refusesWhenEveryOtherLagsBehind() {
        member.lead(1);
        for (int i = 0; i < 1001; i++) {
            member.commit(new Command.Noop());
        }
        answer(FakeMember.B, 0);
        answer(FakeMember.C, 0);

        assertThat(code(commands.drain())).isEqualTo(MessageCode.DRAIN_REFUSED);
        assertThat(drain.on).isFalse();
        answer(FakeMember.C, 1);
        assertThat(commands.drain()).isNotDone();
        assertThat(member.transfers).extracting(FakeMember.Transfer::to).containsExactly(Optional.of(FakeMember.C));
    }

    @Test
    void refusesWhenNoOtherSignsWithEveryEnrolledKey() {
        KeyId key = new KeyId("chain-1", new RecordedKey(1).publicKey());
        member.lead(1);
        member.commit(new Command.Enrol(key, new Enrolment.NewChain(1)));
        answer(FakeMember.B, 1);
        answer(FakeMember.C, 1, MemberFacts.Key.of(key, false));

        assertThat(code(commands.drain())).isEqualTo(MessageCode.DRAIN_REFUSED);
        assertThat(drain.on).isFalse();
        answer(FakeMember.B, 1, MemberFacts.Key.of(key, true));
        assertThat(commands.drain()).isNotDone();
        assertThat(member.transfers).extracting(FakeMember.Transfer::to).containsExactly(Optional.of(FakeMember.B));
    }

    @Test
    void leaderThatCannotHandOverIsNotDrained() {
        member.lead(1);
        answer(FakeMember.B, false);
        answer(FakeMember.C, false);

        CompletableFuture<DrainReport> done = commands.drain();
        member.transfers.get(0).moved().completeExceptionally(new IllegalStateException("nobody stood"));

        assertThat(code(done)).isEqualTo(MessageCode.TRANSFER_FAILED);
        assertThat(catchThrowable(done::join))
                .hasMessageContaining("this member leads on and is not drained: nobody stood");
        assertThat(drain.on).isFalse();
    }

    @Test
    void leaderThatLostLeadershipMeanwhileIsDrained() {
        member.lead(1);
        answer(FakeMember.B, false);
        answer(FakeMember.C, false);

        CompletableFuture<DrainReport> done = commands.drain();
        member.follow(FakeMember.B, 2);
        member.transfers.get(0).moved().completeExceptionally(new IllegalStateException("not the leader"));

        assertThat(done.join()).isEqualTo(new DrainReport(member.self().name(), true, FakeMember.B.name()));
        assertThat(drain.on).isTrue();
    }

    private void answer(MemberId of, boolean drained) {
        member.answerStatus(of, AdminJson.bytes(facts(drained)));
    }

    private void answer(MemberId of, long appliedIndex, MemberFacts.Key... keys) {
        member.answerStatus(of, AdminJson.bytes(facts(false, appliedIndex, List.of(keys))));
    }

    private static MemberFacts facts(boolean drained) {
        return facts(drained, 0, List.of());
    }

    private static MemberFacts facts(boolean drained, long appliedIndex, List<MemberFacts.Key> keys) {
        return new MemberFacts(
                "1", List.of(), keys, null, new MemberFacts.Place(drained, appliedIndex, 1, List.of()), null);
    }

    private static MessageCode code(CompletableFuture<?> failed) {
        Throwable failure = catchThrowable(failed::join);
        assertThat(failure).hasCauseInstanceOf(CommandException.class);
        return ((CommandException) failure.getCause()).failures().get(0).code();
    }

    private static final class Switch implements DrainSwitch {
        private boolean on;

        @Override
        public boolean drained() {
            return on;
        }

        @Override
        public void turn(boolean drained) {
            on = drained;
        }
    }
}
