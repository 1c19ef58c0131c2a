package io.raftkms.signer.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.signer.FakeMember;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A build that knows one version more is one with another constant. */
class UpgradeCommandsTest {
    private static final int OLD = 1;
    private static final int NEW = 2;

    private final FakeMember member = new FakeMember();
    private final LedgerCommands ledger = TestLedger.commands(member, List::of);
    private final List<Integer> asked = new ArrayList<>();

    @BeforeEach
    void lead() {
        member.lead(1);
        member.commitAtOnce();
    }

    @Test
    void refusedWhileAMemberRunsAnOlderProgram() {
        knows(NEW, OLD);

        assertThatThrownBy(commands(NEW).finalizeUpgrade(new UpgradeRequest())::join)
                .satisfies(failed -> assertRefused(failed))
                .hasMessageContaining("version 2 of entries: the program of member c knows version 1 at most")
                .hasMessageContaining("member c knows version 1");
        assertThat(asked).isEmpty();
    }

    @Test
    void refusedWhileAMemberDoesNotAnswerOrDoesNotTell() {
        member.answerStatus(FakeMember.B, AdminJson.bytes(new MemberFacts("old", List.of(), List.of())));
        member.answerStatus(FakeMember.C, new byte[] {'?'});

        assertThatThrownBy(commands(NEW).finalizeUpgrade(new UpgradeRequest())::join)
                .satisfies(failed -> assertRefused(failed))
                .hasMessageContaining("member b knows version 0")
                .hasMessageContaining("member c does not say");
        assertThat(asked).isEmpty();
    }

    @Test
    void committedOnceEveryMemberKnowsTheNextVersion() {
        knows(NEW, NEW + 1);

        UpgradeReport report =
                commands(NEW).finalizeUpgrade(new UpgradeRequest()).join();

        assertThat(asked).containsExactly(NEW);
        assertThat(report).isEqualTo(new UpgradeReport(OLD, true));
    }

    @Test
    void nothingIsLeftToDoWhereNobodyKnowsMore() {
        knows(OLD, OLD);

        assertThat(commands(OLD).finalizeUpgrade(new UpgradeRequest()).join()).isEqualTo(new UpgradeReport(OLD, true));
        assertThat(member.submitted).isEmpty();
    }

    @Test
    void leaderOfTheOldBuildIsNamed() {
        knows(NEW, NEW);

        assertThatThrownBy(commands(OLD).finalizeUpgrade(new UpgradeRequest())::join)
                .satisfies(failed -> assertRefused(failed))
                .hasMessageContaining("upgrade this member");
    }

    @Test
    void onlyTheLeaderFinalizes() {
        member.follow(FakeMember.B, 2);

        assertThatThrownBy(() -> commands(NEW).finalizeUpgrade(new UpgradeRequest()))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        failed -> assertThat(failed.failures().get(0).code()).isEqualTo(MessageCode.NOT_THE_LEADER));
    }

    /** This build's ledger only knows one version, so the command that it commits stands for the next one. */
    private UpgradeCommands commands(int newest) {
        return new UpgradeCommands(member, ledger, newest, version -> {
            asked.add(version);
            return new Command.FinalizeUpgrade(OLD);
        });
    }

    private void knows(int b, int c) {
        member.answerStatus(FakeMember.B, facts(b));
        member.answerStatus(FakeMember.C, facts(c));
    }

    private static byte[] facts(int entryVersion) {
        MemberFacts.Place place = new MemberFacts.Place(false, 1, entryVersion, List.of());
        return AdminJson.bytes(new MemberFacts("1", List.of(), List.of(), null, place, null));
    }

    private static void assertRefused(Throwable failed) {
        Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
        assertThat(((CommandException) cause).failures().get(0).code()).isEqualTo(MessageCode.UPGRADE_REFUSED);
    }
}
