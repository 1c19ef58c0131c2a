package io.raftkms.chaos.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void medianAndWorstAreTimesThatHappened() {
        Spread spread = of(9, 1, 4, 7);

        assertThat(spread.median()).isEqualTo(Duration.ofMillis(4));
        assertThat(spread.worst()).isEqualTo(Duration.ofMillis(9));
        assertThat(of(5).median()).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void aShareOfThemDidNotExceedItsQuantile() {
        Spread spread = of(IntStream.rangeClosed(1, 100).toArray());

        assertThat(spread.quantile(0.99)).isEqualTo(Duration.ofMillis(99));
        assertThat(spread.quantile(0)).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void isNothingWithoutEvents() {
        assertThat(new Spread(List.of()).worst()).isZero();
    }

    private static Spread of(int... millis) {
        return new Spread(IntStream.of(millis).mapToObj(Duration::ofMillis).toList());
    }
}
