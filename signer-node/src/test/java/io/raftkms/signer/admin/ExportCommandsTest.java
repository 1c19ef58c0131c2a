package io.raftkms.signer.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.KeySelection;
import io.raftkms.consensus.raft.Submission;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.consensus.rule.Pause;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.files.ImportedState;
import io.raftkms.protocol.files.StateFile;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.SignBytes;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.protocol.signbytes.Vote;
import io.raftkms.signer.FakeMember;
import io.raftkms.signer.RecordedKey;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExportCommandsTest {
    private static final String CHAIN = "chain-1";

    private final RecordedKey key = new RecordedKey(1);
    private final KeyId id = new KeyId(CHAIN, key.publicKey());
    private final FakeMember member = new FakeMember();
    private final LedgerCommands ledger = TestLedger.commands(member, () -> List.of(id));
    private final ExportCommands exports = new ExportCommands(
            member,
            ledger,
            "cluster",
            (asked, bytes) -> key.sign(bytes, Duration.ofSeconds(1)),
            bundle -> ("signed " + bundle.ledgerHash()).getBytes(StandardCharsets.UTF_8),
            Clock.systemUTC());

    @BeforeEach
    void leadAKeyThatSigned() {
        member.lead(1);
        member.commitAtOnce();
        member.commit(new Command.Enrol(id, new Enrolment.NewChain(1)));
        member.commit(new Command.Reserve(id, prevote(5)));
    }

    @Test
    void finalFilePvSealsFirstAndHoldsTheLastSignature() throws Exception {
        ExportReport report = exports.export(request("filepv", true)).join();

        assertThat(member.ledger().key(id)).get().matches(KeyState::sealed);
        assertThat(report.sealed()).isTrue();
        assertThat(report.already()).isFalse();
        assertThat(ImportedState.of(StateFile.parse(report.content()), CHAIN, key.publicKey()))
                .isEqualTo(
                        new ImportedState.Reusable(prevote(5).at(), prevote(5).signBytes()));
    }

    @Test
    void repeatedExportGivesTheSameFileAndWarns() {
        ExportReport first = exports.export(request("filepv", true)).join();
        ExportReport second = exports.export(request("filepv", true)).join();

        assertThat(second.content()).isEqualTo(first.content());
        assertThat(second.already()).isTrue();
        assertThat(second.note()).contains("must not be used");
    }

    @Test
    void afterALoweringTheFileStandsAtTheHighestReservation() throws Exception {
        member.commit(new Command.Reserve(id, prevote(6)));
        member.commit(new Command.Pause(new KeySelection.Every(), new Pause(OptionalLong.empty())));
        member.commit(new Command.Lower(id, prevote(5).at(), false, "test"));
        assertThat(member.ledger().key(id).orElseThrow().mark())
                .isEqualTo(prevote(5).at());

        ExportReport report = exports.export(request("filepv", true)).join();

        assertThat(StateFile.parse(report.content()).at()).isEqualTo(prevote(6).at());
    }

    @Test
    void filesForOtherSignersAreOnlyMadeOfASealedKey() {
        for (String format : List.of("filepv", "tmkms")) {
            assertThatThrownBy(() -> exports.export(request(format, false)))
                    .satisfies(failed -> assertCode(failed, MessageCode.EXPORT_NOT_FINAL))
                    .hasMessageContaining("the key of chain ")
                    .hasMessageContaining(" goes on signing here");
        }
        assertThat(member.ledger().key(id)).get().matches(state -> !state.sealed());
        assertThat(key.asked).isEmpty();
    }

    @Test
    void bundleWithoutFinalSealsNothing() {
        ExportReport report = exports.export(request("bundle", false)).join();

        assertThat(new String(report.content(), StandardCharsets.UTF_8)).startsWith("signed ");
        assertThat(report.sealed()).isFalse();
        assertThat(member.submitted).isEmpty();
    }

    @Test
    void bundleWithFinalIsOfTheSealedLedger() {
        ExportReport report = exports.export(request("bundle", true)).join();

        assertThat(report.sealed()).isTrue();
        assertThat(member.ledger().key(id)).get().matches(KeyState::sealed);
    }

    @Test
    void keyThatDoesNotSignIsNotSealed() {
        key.fail(new IllegalStateException("unplugged"));

        assertThatThrownBy(exports.export(request("filepv", true))::join)
                .satisfies(failed -> assertCode(failed, MessageCode.EXPORT_NO_SIGNATURE))
                .hasMessageContaining("unplugged")
                .hasMessageContaining("nothing was sealed");
        assertThat(member.submitted).isEmpty();
    }

    @Test
    void keyThatIsNotEnrolledIsNotExported() {
        FakeMember empty = new FakeMember();
        empty.lead(1);
        empty.commitAtOnce();

        assertThatThrownBy(exportsOf(empty).export(request("tmkms", true))::join)
                .satisfies(failed -> assertCode(failed, MessageCode.EXPORT_REFUSED))
                .hasMessageContaining("not enrolled");
    }

    @Test
    void keyThatIsTakenBackMeanwhileLeavesNoFile() {
        FakeMember slow = new FakeMember();
        slow.lead(1);
        slow.commit(new Command.Enrol(id, new Enrolment.NewChain(1)));
        CompletableFuture<ExportReport> export = exportsOf(slow).export(request("tmkms", true));
        Submission.Applied seal = slow.commit(slow.lastSubmitted().command());
        slow.commit(new Command.Unseal(id, new Enrolment.Floor(HeightRoundStep.endOf(9), Optional.empty()), false));

        slow.lastSubmitted().outcome().complete(seal);

        assertThatThrownBy(export::join)
                .satisfies(failed -> assertCode(failed, MessageCode.EXPORT_REFUSED))
                .hasMessageContaining("the key was taken back while it was exported");
    }

    @Test
    void onlyTheLeaderExports() {
        member.follow(FakeMember.B, 2);

        assertThatThrownBy(() -> exports.export(request("filepv", true)))
                .satisfies(failed -> assertCode(failed, MessageCode.NOT_THE_LEADER));
        assertThatThrownBy(() -> exports.export(request("bundle", false)))
                .satisfies(failed -> assertCode(failed, MessageCode.NOT_THE_LEADER));
    }

    @Test
    void unknownOutcomeLeavesNoFile() {
        FakeMember silent = new FakeMember();
        silent.lead(1);
        silent.commit(new Command.Enrol(id, new Enrolment.NewChain(1)));

        CompletableFuture<ExportReport> export = exportsOf(silent).export(request("tmkms", true));
        silent.lastSubmitted().lose("leader changed");

        assertThatThrownBy(export::join).satisfies(failed -> assertCode(failed, MessageCode.OUTCOME_UNKNOWN));
    }

    private ExportCommands exportsOf(FakeMember other) {
        ClusterView view = new ClusterView(
                other, "c", () -> new MemberFacts("1", List.of(), List.of()), () -> List.of(id), Duration.ZERO);
        LedgerCommands commands = new LedgerCommands(other, view, () -> List.of(id));
        return new ExportCommands(
                other, commands, "c", (asked, bytes) -> null, bundle -> new byte[0], Clock.systemUTC());
    }

    private static ExportRequest request(String format, boolean last) {
        return new ExportRequest(CHAIN, null, format, last);
    }

    private static Reservation prevote(long height) {
        Vote vote = new Vote(Step.PREVOTE.messageType(), height, 0, BlockId.NIL, Instant.EPOCH, ByteString.EMPTY);
        return new Reservation(new HeightRoundStep(height, 0, Step.PREVOTE), SignBytes.vote(CHAIN, vote));
    }

    private static void assertCode(Throwable failed, MessageCode code) {
        Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
        assertThat(cause).isInstanceOf(CommandException.class);
        assertThat(((CommandException) cause).failures().get(0).code()).isEqualTo(code);
    }
}
