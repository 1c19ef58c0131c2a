package io.raftkms.signer.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.signer.FakeMember;
import io.raftkms.signer.RecordedKey;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LifeCycleCommandsTest {
    private static final KeyId KEY = new KeyId("chain-1", new RecordedKey(1).publicKey());

    private final FakeMember member = new FakeMember();
    private final LedgerCommands ledger = TestLedger.commands(member, () -> List.of(KEY));
    private final LifeCycleCommands commands = ledger.lifeCycle();

    @BeforeEach
    void leadAKeyEnrolledFromHeightOne() {
        member.lead(1);
        member.commitAtOnce();
        member.commit(new Command.Enrol(KEY, new Enrolment.NewChain(1)));
    }

    @Test
    void pausedKeysAreReportedAsTheyAreNow() {
        PauseReport planned =
                commands.pause(new PauseRequest("chain-1", null, 9L)).join();
        PauseReport now = commands.pause(new PauseRequest(null, null, null)).join();
        PauseReport resumed = commands.resume(new ResumeRequest(null, null)).join();

        assertThat(planned.keys()).singleElement().satisfies(key -> {
            assertThat(key.state()).isEqualTo("paused");
            assertThat(key.pausedFrom()).isEqualTo(9L);
        });
        assertThat(now.keys().get(0).pausedFrom()).isNull();
        assertThat(resumed.keys().get(0).state()).isEqualTo("enrolled");
    }

    @Test
    void pauseOfNothingIsRefused() {
        assertThatThrownBy(commands.pause(new PauseRequest("chain-9", null, null))::join)
                .satisfies(failed -> assertCode(failed, MessageCode.PAUSE_REFUSED))
                .hasMessageContaining("no such key is enrolled: see raftkms state show");
        assertThatThrownBy(() -> commands.pause(new PauseRequest(null, "00", null)))
                .satisfies(failed -> assertCode(failed, MessageCode.USAGE));
        assertThatThrownBy(() -> commands.pause(new PauseRequest(null, null, 0L)))
                .satisfies(failed -> assertCode(failed, MessageCode.USAGE));
    }

    @Test
    void raisedMarkIsReportedAndNeverGoesDown() {
        MarkReport report = commands.raise(new RaiseRequest("chain-1", null, 50L, null, null))
                .join();

        assertThat(report.mark().height()).isEqualTo(50);
        assertThat(report.already()).isFalse();
        assertThatThrownBy(commands.raise(new RaiseRequest("chain-1", null, 49L, null, null))::join)
                .satisfies(failed -> assertCode(failed, MessageCode.RAISE_REFUSED))
                .hasMessageContaining(" is not above the mark ");
    }

    @Test
    void markIsLoweredOnlyWhilePausedAndTheReasonIsShown() {
        commands.raise(new RaiseRequest("chain-1", null, 50L, null, null)).join();
        LowerRequest request = new LowerRequest("chain-1", null, 20L, null, null, true, "restarted at 21");

        assertThatThrownBy(commands.lower(request)::join)
                .satisfies(failed -> assertCode(failed, MessageCode.LOWER_REFUSED))
                .hasMessageContaining(
                        "only the mark of a key that is paused at every height is set back; run: raftkms pause ");
        commands.pause(new PauseRequest(null, null, null)).join();
        MarkReport report = commands.lower(request).join();

        assertThat(report.mark().height()).isEqualTo(20);
        assertThat(LedgerReport.keys(member.ledger()).get(0).lowering().reason())
                .isEqualTo("restarted at 21");
        assertThatThrownBy(() -> commands.lower(new LowerRequest("chain-1", null, 2L, null, null, false, null)))
                .satisfies(failed -> assertCode(failed, MessageCode.USAGE));
    }

    @Test
    void sealedKeyIsImportedFromAboveItsSealOnly() {
        member.commit(new Command.Raise(KEY, new Enrolment.Floor(at(12), Optional.empty())));
        member.commit(new Command.Seal(KEY));

        assertThatThrownBy(ledger.importState(file(12, false))::join)
                .satisfies(failed -> assertCode(failed, MessageCode.IMPORT_REFUSED))
                .hasMessageContaining("the key is sealed at ")
                .hasMessageContaining(": another signer may have it. ")
                .hasMessageContaining("--never-used-elsewhere");
        assertThat(ledger.importState(file(13, false)).join().mark().height()).isEqualTo(13);
    }

    @Test
    void enrolledKeyIsImportedAgainOnlyToRaiseIt() {
        assertThatThrownBy(ledger.importState(file(12, false))::join)
                .satisfies(failed -> assertCode(failed, MessageCode.ENROLMENT_REFUSED))
                .hasMessageContaining("the key is enrolled on chain chain-1 already, as ")
                .hasMessageContaining("--raise");
        assertThat(ledger.importState(file(12, true)).join().mark().height()).isEqualTo(12);
    }

    @Test
    void dryRunSaysWhatWouldBeCommittedAndCommitsNothing() {
        ImportRequest raise = dry(file(12, true));
        EnrolmentReport plan = ledger.importState(raise).join();
        assertThat(plan.action()).isEqualTo(EnrolmentReport.RAISE);
        assertThat(plan.done()).isFalse();
        assertThat(plan.file()).isEqualTo("priv_validator_state.json");
        assertThatThrownBy(() -> ledger.importState(dry(file(12, false))).join())
                .satisfies(failed -> assertCode(failed, MessageCode.ENROLMENT_REFUSED));

        member.commit(new Command.Raise(KEY, new Enrolment.Floor(at(12), Optional.empty())));
        member.commit(new Command.Seal(KEY));
        assertThatThrownBy(() -> ledger.importState(dry(file(12, false))).join())
                .satisfies(failed -> assertCode(failed, MessageCode.IMPORT_REFUSED))
                .hasMessageContaining("sealed at");
        assertThat(ledger.importState(dry(file(13, false))).join().action()).isEqualTo(EnrolmentReport.UNSEAL);
        assertThat(member.submitted).isEmpty();
        assertThat(member.ledger().key(KEY).orElseThrow().sealed()).isTrue();
    }

    private static ImportRequest dry(ImportRequest real) {
        return new ImportRequest(
                real.chainId(), real.publicKey(), real.file(), true, real.raise(), real.neverUsedElsewhere());
    }

    private static HeightRoundStep at(long height) {
        return HeightRoundStep.endOf(height);
    }

    private static ImportRequest file(long height, boolean raise) {
        byte[] content = ("{\"height\":\"" + height + "\",\"round\":0,\"step\":3}").getBytes(StandardCharsets.UTF_8);
        return new ImportRequest("chain-1", null, content, false, raise, false);
    }

    private static void assertCode(Throwable failed, MessageCode code) {
        Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
        assertThat(cause).isInstanceOf(CommandException.class);
        assertThat(((CommandException) cause).failures().get(0).code()).isEqualTo(code);
    }
}
