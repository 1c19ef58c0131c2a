package io.raftkms.signer.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.raftkms.signer.FakeMember;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import io.raftkms.signer.metrics.RecentAnswers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrillRoutesTest {
    private final FakeMember member = new FakeMember();
    private final ClusterView view = new ClusterView(
            member, "cluster", () -> new MemberFacts("1", List.of(), List.of()), List::of, Duration.ofMillis(1500));
    private final AnswersView answers = new AnswersView(member, new RecentAnswers(System::nanoTime));
    private final DrillRoutes routes = new DrillRoutes(member, new LedgerCommands(member, view, List::of), answers);

    @Test
    void leaderGivesUp() {
        member.lead(1);

        assertThat(routes.stepDown().join().member()).isEqualTo(FakeMember.SELF.name());
        assertThat(member.steppedDown()).isEqualTo(1);
    }

    @Test
    void followerTellsWhoLeads() {
        member.follow(FakeMember.B, 1);

        CommandException refused = (CommandException) catchThrowable(routes::stepDown);
        assertThat(refused.failures().get(0).code()).isEqualTo(MessageCode.NOT_THE_LEADER);
        assertThat(member.steppedDown()).isZero();
    }

    @Test
    void processIsThisOne() {
        DrillRoutes.ProcessReport own = DrillRoutes.ProcessReport.own("a");

        assertThat(own.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(own.start()).isEqualTo(ProcessStart.of(own.pid()).orElseThrow());
        assertThat(ProcessStart.of(4_194_305)).isEmpty();
    }

    @Test
    void statusCallAsksForAnswersOnlyByItsWord() {
        assertThat(AnswersView.isAskedBy(new byte[0])).isFalse();
        assertThat(AnswersView.isAskedBy("answers".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isTrue();
        AnswersReport.Member own = AdminJson.read(answers.forPeers(), AnswersReport.Member.class);
        assertThat(own.name()).isEqualTo(FakeMember.SELF.name());
        assertThat(own.start()).isNotBlank();
    }
}
