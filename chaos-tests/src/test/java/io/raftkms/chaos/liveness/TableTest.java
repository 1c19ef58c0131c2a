package io.raftkms.chaos.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.validators.AcceptGeneration;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TableTest {
    private static Measured measured(AcceptGeneration loop, long lost, long... millis) {
        List<Duration> gaps = LongStream.of(millis).mapToObj(Duration::ofMillis).toList();
        return new Measured(Event.LEADER_KILLED, loop, gaps, lost, List.of());
    }

    @Test
    void showsBothLoopsInARowAndSaysWhatTookLongerThanAimedAt() {
        Table table = new Table(List.of(
                measured(AcceptGeneration.NEW, 0, 580, 400, 1490), measured(AcceptGeneration.OLD, 0, 580, 400, 1501)));

        assertThat(table.text("abc", "here"))
                .contains("Commit abc, here")
                .endsWith("| leader crash (kill -9), another member holds the link | 0.60 / 1.50 s"
                        + " | 0.58 / 1.49 s | 3 | 0 | 0.58 / 1.50 s (more) | 3 | 0 |\n");
    }

    @Test
    void aLostVoteIsNeverAsAimed() {
        assertThat(measured(AcceptGeneration.NEW, 1, 100).asAimed()).isFalse();
    }

    @Test
    void leavesOpenWhatWasNotMeasured() {
        assertThat(new Table(List.of(measured(AcceptGeneration.NEW, 0, 100))).text("abc", "here"))
                .endsWith(" | 0.10 / 0.10 s | 1 | 0 | | | |\n");
    }
}
