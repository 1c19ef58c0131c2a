package io.raftkms.signer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.Proposal;
import io.raftkms.signer.link.LinkId;
import io.raftkms.signer.link.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentAnswersTest {
    private static final LinkId LINK = new LinkId("chain", "tcp://127.0.0.1:1");
    private static final PrivvalRequest PROPOSAL =
            new PrivvalRequest.SignProposal("chain", new Proposal(1, 0, -1, BlockId.NIL, Instant.EPOCH));

    private final AtomicLong now = new AtomicLong(100);
    private final RecentAnswers recent = new RecentAnswers(now::get);

    @Test
    void keepsSignaturesAndSilenceAndNothingElse() {
        answered(PROPOSAL, Outcome.SIGNED);
        answered(PROPOSAL, Outcome.REFUSED);
        answered(PROPOSAL, Outcome.SILENT);
        answered(PROPOSAL, Outcome.DROPPED);
        answered(new PrivvalRequest.Ping(), Outcome.PONG);
        answered(new PrivvalRequest.PubKey("chain"), Outcome.PUBLIC_KEY);

        assertThat(recent.latest()).extracting(RecentAnswers.Answer::signed).containsExactly(true, false, false);
        assertThat(recent.latest()).extracting(RecentAnswers.Answer::number).containsExactly(1L, 2L, 3L);
        assertThat(recent.latest()).extracting(RecentAnswers.Answer::endNanos).containsOnly(100L);
    }

    @Test
    void forgetsTheOldestFirst() {
        for (int i = 0; i < RecentAnswers.KEPT + 3; i++) {
            answered(PROPOSAL, Outcome.SIGNED);
        }

        assertThat(recent.latest()).hasSize(RecentAnswers.KEPT);
        assertThat(recent.latest().get(0).number()).isEqualTo(4);
    }

    private void answered(PrivvalRequest request, Outcome outcome) {
        recent.answered(LINK, request, outcome, "", Duration.ofMillis(3));
    }
}
