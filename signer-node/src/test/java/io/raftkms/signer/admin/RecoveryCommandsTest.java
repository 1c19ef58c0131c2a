package io.raftkms.signer.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.KeySelection;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.signer.FakeMember;
import io.raftkms.signer.RecordedKey;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecoveryCommandsTest {
    private static final KeyId KEY = new KeyId("chain-1", new RecordedKey(1).publicKey());
    private static final KeyId SEALED = new KeyId("chain-2", new RecordedKey(2).publicKey());

    private final FakeMember member = new FakeMember();
    private final LedgerCommands ledger = TestLedger.commands(member, () -> List.of(KEY));
    private final RecoveryCommands commands = new RecoveryCommands(member, ledger, "cluster", () -> List.of(KEY));

    @BeforeEach
    void lead() {
        member.lead(1);
        member.commitAtOnce();
    }

    @Test
    void keysComeBackPausedByTheirFirstEntryAndSealedOnesSealed() {
        RecoverReport report = commands.recover(request(key(KEY, 170, false), key(SEALED, 60, true)))
                .join();

        assertThat(report.keys()).extracting(RecoverReport.Key::state).containsExactly("paused", "sealed");
        assertThat(member.submitted)
                .extracting(FakeMember.Submitted::command)
                .containsExactly(
                        new Command.Enrol(KEY, floor(170), true),
                        new Command.Enrol(SEALED, floor(60), true),
                        new Command.Seal(SEALED));
        assertThat(state(KEY).mark()).isEqualTo(HeightRoundStep.endOf(170));
        assertThat(state(KEY).pause()).isPresent();
        assertThat(state(SEALED).pause()).isPresent();
    }

    @Test
    void repetitionChangesNothing() {
        RecoverRequest request = request(key(KEY, 170, false), key(SEALED, 60, true));
        commands.recover(request).join();
        member.commit(new Command.Resume(new KeySelection.Every()));
        member.commit(new Command.Unseal(SEALED, floor(90), false));
        int before = member.submitted.size();

        RecoverReport again = commands.recover(request).join();

        assertThat(again.keys()).allMatch(RecoverReport.Key::already);
        assertThat(again.keys()).extracting(RecoverReport.Key::state).containsExactly("enrolled", "enrolled");
        assertThat(member.submitted).hasSize(before);
    }

    @Test
    void interruptedRecoveryIsFinished() {
        member.commit(new Command.Enrol(SEALED, floor(60), true));

        commands.recover(request(key(KEY, 170, false), key(SEALED, 60, true))).join();

        assertThat(state(SEALED).sealed()).isTrue();
        assertThat(state(KEY).pause()).isPresent();
    }

    @Test
    void keyWithOtherValuesIsRefusedBeforeAnythingChanges() {
        member.commit(new Command.Enrol(SEALED, new Enrolment.NewChain(1)));

        assertThatThrownBy(() -> commands.recover(request(key(KEY, 170, false), key(SEALED, 60, true))))
                .satisfies(failed -> assertCode(failed, MessageCode.RECOVERY_REFUSED))
                .hasMessageContaining("the key of chain ")
                .hasMessageContaining(" is enrolled as ");
        assertThat(member.submitted).isEmpty();
        assertThat(member.ledger().key(KEY)).isEmpty();
    }

    @Test
    void keyThatThisMemberLacksIsLeftOut() {
        KeyId lacking = new KeyId("chain-3", new RecordedKey(3).publicKey());

        RecoverReport report = commands.recover(request(key(lacking, 5, false), key(KEY, 170, false)))
                .join();

        assertThat(report.keys().get(0).leftOut()).contains("no such key");
        assertThat(member.ledger().key(lacking)).isEmpty();
        assertThat(state(KEY).pause()).isPresent();
    }

    @Test
    void otherClusterOtherMemberAndImpossibleKeysAreRefused() {
        assertThatThrownBy(() -> commands.recover(new RecoverRequest("another", List.of())))
                .satisfies(failed -> assertCode(failed, MessageCode.RECOVERY_OTHER_CLUSTER))
                .hasMessageContaining("the recovery is for cluster another, this is ");
        RecoverRequest.Key good = key(KEY, 170, false);
        for (RecoverRequest.Key bad : List.of(
                new RecoverRequest.Key(good.chainId(), "rsa", good.publicKey(), 1, false),
                new RecoverRequest.Key(good.chainId(), good.keyType(), "zz", 1, false),
                new RecoverRequest.Key(good.chainId(), good.keyType(), good.publicKey(), 0, false),
                new RecoverRequest.Key("", good.keyType(), good.publicKey(), 1, false))) {
            assertThatThrownBy(() -> commands.recover(request(bad)))
                    .satisfies(failed -> assertCode(failed, MessageCode.USAGE));
        }
        member.follow(FakeMember.B, 2);
        assertThatThrownBy(() -> commands.recover(request(good)))
                .satisfies(failed -> assertCode(failed, MessageCode.NOT_THE_LEADER));
    }

    private KeyState state(KeyId key) {
        return member.ledger().key(key).orElseThrow();
    }

    private static Enrolment.Floor floor(long height) {
        return new Enrolment.Floor(HeightRoundStep.endOf(height), Optional.empty());
    }

    private static RecoverRequest request(RecoverRequest.Key... keys) {
        return new RecoverRequest("cluster", List.of(keys));
    }

    private static RecoverRequest.Key key(KeyId key, long floor, boolean sealed) {
        return new RecoverRequest.Key(
                key.chainId(),
                key.publicKey().type().wireName(),
                HexFormat.of().formatHex(key.publicKey().bytes().toByteArray()),
                floor,
                sealed);
    }

    private static void assertCode(Throwable failed, MessageCode code) {
        assertThat(((CommandException) failed).failures().get(0).code()).isEqualTo(code);
    }
}
