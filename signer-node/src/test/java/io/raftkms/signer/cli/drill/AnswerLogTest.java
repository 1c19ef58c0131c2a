package io.raftkms.signer.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.signer.admin.AnswersReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AnswerLogTest {
    private final AnswerLog log = new AnswerLog();

    @Test
    void gapRunsOverMembersAndIsSeenOnceHoweverOftenItIsTold() {
        // a signs 5.0 s and 3.0 s before the first report; b 1.2 s before the second, which comes 2 s later.
        log.add(new AnswersReport(List.of(member("a", signed(1, 5000), signed(2, 3000)))), at(10_000));
        log.add(
                new AnswersReport(List.of(member("a", signed(1, 7000), signed(2, 5000)), member("b", signed(1, 1200)))),
                at(12_000));

        assertThat(log.signedSince(at(0))).isEqualTo(3);
        assertThat(log.longestGap(at(8_000), at(12_000))).isEqualTo(Duration.ofMillis(3800));
        assertThat(log.longestGap(at(6_000), at(9_000))).isEqualTo(Duration.ofMillis(2000));
    }

    @Test
    void memberThatStartedAgainCountsAnew() {
        log.add(new AnswersReport(List.of(member("first start", signed(1, 1000)))), at(2_000));
        log.add(new AnswersReport(List.of(member("second start", signed(1, 500)))), at(4_000));

        assertThat(log.signedSince(at(0))).isEqualTo(2);
    }

    @Test
    void unansweredRequestsEndNoGap() {
        AnswersReport.Answer silent = new AnswersReport.Answer(2, 2_000_000, 1_500_000, false);
        log.add(new AnswersReport(List.of(member("a", signed(1, 3000), silent, signed(3, 1000)))), at(10_000));

        assertThat(log.longestGap(at(0), at(10_000))).isEqualTo(Duration.ofMillis(2000));
        assertThat(log.since(at(0)))
                .filteredOn(one -> !one.signed())
                .singleElement()
                .satisfies(one -> assertThat(one.took()).isEqualTo(Duration.ofMillis(1500)));
    }

    private static AnswersReport.Member member(String start, AnswersReport.Answer... answers) {
        return new AnswersReport.Member("name", start, List.of(answers));
    }

    private static AnswersReport.Answer signed(long number, long ageMillis) {
        return new AnswersReport.Answer(number, ageMillis * 1000, 3_000, true);
    }

    private static long at(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
