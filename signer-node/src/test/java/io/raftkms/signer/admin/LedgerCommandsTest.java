package io.raftkms.signer.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.signer.FakeMember;
import io.raftkms.signer.RecordedKey;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerCommandsTest {
    private static final KeyId FIRST = new KeyId("chain-1", new RecordedKey(1).publicKey());
    private static final KeyId SECOND = new KeyId("chain-1", new RecordedKey(2).publicKey());
    private static final KeyId OTHER_CHAIN = new KeyId("chain-2", new RecordedKey(1).publicKey());

    private final FakeMember member = new FakeMember();
    private final LedgerCommands commands = commands(FIRST, OTHER_CHAIN);

    @BeforeEach
    void lead() {
        member.lead(1);
        member.commitAtOnce();
    }

    @ParameterizedTest
    @CsvSource({
        "5,,,5,2147483647,PRECOMMIT",
        "5,0,proposal,5,0,PROPOSAL",
        "5,1,prevote,5,1,PREVOTE",
        "9223372036854775807,2147483647,precommit,9223372036854775807,2147483647,PRECOMMIT"
    })
    void floorIsWhereTheOperatorSaid(Long height, Integer round, String step, long h, int r, Step s) {
        commands.enrol(new EnrolRequest("chain-1", null, null, height, round, step))
                .join();

        assertThat(enrolment()).isEqualTo(new Enrolment.Floor(new HeightRoundStep(h, r, s), Optional.empty()));
    }

    @Test
    void newChainBeginsAtItsInitialHeight() {
        commands.enrol(new EnrolRequest("chain-1", null, 7L, null, null, null)).join();

        assertThat(enrolment()).isEqualTo(new Enrolment.NewChain(7));
    }

    @ParameterizedTest
    @CsvSource({
        "1,5,,",
        "1,,0,",
        "1,,,prevote",
        ",,,",
        ",,1,prevote",
        ",5,1,",
        ",5,,prevote",
        ",5,1,none",
        ",5,1,PREVOTE",
        ",5,-1,prevote",
        ",0,,",
        ",-1,,",
        "0,,,",
        "-5,,,"
    })
    void doubtfulRequestIsRefusedAndNothingIsEnrolled(Long initial, Long height, Integer round, String step) {
        EnrolRequest request = new EnrolRequest("chain-1", null, initial, height, round, step);

        assertThatThrownBy(() -> commands.enrol(request)).satisfies(failed -> assertCode(failed, MessageCode.USAGE));
        assertThat(member.submitted).isEmpty();
    }

    @Test
    void chainWithTwoKeysNeedsTheKeyNamed() {
        LedgerCommands two = commands(FIRST, SECOND);
        String hex = HexFormat.of().formatHex(SECOND.publicKey().bytes().toByteArray());

        assertThatThrownBy(() -> two.enrol(new EnrolRequest("chain-1", null, 1L, null, null, null)))
                .satisfies(failed -> assertCode(failed, MessageCode.USAGE))
                .hasMessageContaining("--public-key");
        two.enrol(new EnrolRequest("chain-1", hex.toUpperCase(Locale.ROOT), 1L, null, null, null))
                .join();

        assertThat(((Command.Enrol) member.lastSubmitted().command()).key()).isEqualTo(SECOND);
    }

    @Test
    void unknownOutcomeIsReportedAsSuch() {
        FakeMember silent = new FakeMember();
        silent.lead(1);
        CompletableFuture<EnrolmentReport> report =
                commands(silent, FIRST).enrol(new EnrolRequest("chain-1", null, 1L, null, null, null));

        silent.lastSubmitted().lose("no commit within 1 s");

        assertThatThrownBy(report::join)
                .isInstanceOf(CompletionException.class)
                .satisfies(failed -> assertCode(failed.getCause(), MessageCode.OUTCOME_UNKNOWN))
                .hasMessageContaining("no commit within 1 s");
    }

    @Test
    void dryRunOfAnImportShowsTheFloorOnAnyMemberAndChangesNothing() {
        member.follow(FakeMember.B, 2);

        EnrolmentReport report = commands.importState(
                        new ImportRequest("chain-1", null, state("12", 3), true, false, false))
                .join();

        assertThat(report.done()).isFalse();
        assertThat(report.mark()).isEqualTo(new LedgerReport.Mark(12, 0, "precommit"));
        assertThat(report.note()).contains("floor without sign bytes");
        assertThat(member.submitted).isEmpty();
    }

    @Test
    void importIsForTheLeader() {
        member.follow(FakeMember.B, 2);

        assertThatThrownBy(() ->
                        commands.importState(new ImportRequest("chain-1", null, state("12", 3), false, false, false)))
                .satisfies(failed -> assertCode(failed, MessageCode.NOT_THE_LEADER));
    }

    @Test
    void importEnrolsWithAFloorAtTheFilesPosition() {
        commands.importState(new ImportRequest("chain-1", null, state("12", 2), false, false, false))
                .join();

        assertThat(enrolment())
                .isEqualTo(new Enrolment.Floor(new HeightRoundStep(12, 0, Step.PREVOTE), Optional.empty()));
    }

    @Test
    void stateFileOfHeightZeroIsRefused() {
        assertThatThrownBy(() ->
                        commands.importState(new ImportRequest("chain-1", null, state("0", 0), true, false, false)))
                .satisfies(failed -> assertCode(failed, MessageCode.IMPORT_HEIGHT_ZERO))
                .hasMessageContaining("the file's height is 0");
    }

    @Test
    void importWithoutAFileIsRefused() {
        assertThatThrownBy(() -> commands.importState(new ImportRequest("chain-1", null, null, false, false, false)))
                .satisfies(failed -> assertCode(failed, MessageCode.USAGE));
    }

    @Test
    void transferGoesToTheNamedMember() {
        commands.transfer(new TransferRequest("c"));
        commands.transfer(new TransferRequest(null));

        assertThat(member.transfers)
                .extracting(FakeMember.Transfer::to)
                .containsExactly(Optional.of(FakeMember.C), Optional.<MemberId>empty());
    }

    private Enrolment enrolment() {
        return ((Command.Enrol) member.lastSubmitted().command()).enrolment();
    }

    private LedgerCommands commands(KeyId... keys) {
        return commands(member, keys);
    }

    private static LedgerCommands commands(FakeMember of, KeyId... keys) {
        ClusterView view = new ClusterView(
                of,
                "cluster",
                () -> new MemberFacts("1", List.of(), List.of()),
                () -> List.of(keys),
                Duration.ofMillis(1500));
        return new LedgerCommands(of, view, () -> List.of(keys));
    }

    private static byte[] state(String height, int step) {
        return ("{\"height\":\"" + height + "\",\"round\":0,\"step\":" + step + "}").getBytes(StandardCharsets.UTF_8);
    }

    private static void assertCode(Throwable failed, MessageCode code) {
        assertThat(failed).isInstanceOf(CommandException.class);
        assertThat(((CommandException) failed).failures().get(0).code()).isEqualTo(code);
    }
}
