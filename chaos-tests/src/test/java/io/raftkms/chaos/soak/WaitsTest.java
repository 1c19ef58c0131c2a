package io.raftkms.chaos.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.judge.Impact;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WaitsTest {
    private final Waits waits = new Waits();
    private final Seen one = new Seen("one");
    private final Seen two = new Seen("two");

    @Test
    void beginWithTheFirstRequestHoweverOftenTheNodeAskedAgain() {
        waits.see(one.asked(1, "aa", 10));
        waits.see(one.asked(1, "aa", 400));
        waits.see(one.signed(1, "aa", 400, 900));

        assertThat(waits.over()).singleElement().satisfies(wait -> {
            assertThat(wait.length()).isEqualTo(Duration.ofMillis(890));
            assertThat(wait.lost()).isFalse();
        });
    }

    @Test
    void ofAnotherMessageBeginAnew() {
        waits.see(one.asked(1, "aa", 10));
        waits.see(one.asked(2, "bb", 400));
        waits.see(one.refused(2, "bb", 400, 410));

        assertThat(waits.over())
                .singleElement()
                .satisfies(wait -> assertThat(wait.length()).isEqualTo(Duration.ofMillis(10)));
    }

    @Test
    void forTheKeyAreWaitsAndNoRecovery() {
        waits.see(one.askedForTheKey(100, 5000));
        waits.see(one.asked(1, "aa", 5020));
        waits.see(one.signed(1, "aa", 5020, 5100));

        Impact felt = waits.felt(TimeUnit.MILLISECONDS.toNanos(200), TimeUnit.MILLISECONDS.toNanos(4000));

        assertThat(felt.gap()).isEqualTo(Duration.ofMillis(4900));
        assertThat(felt.recovery()).isEqualTo(Duration.ofMillis(1100));
        assertThat(waits.over()).hasSize(2);
    }

    @Test
    void feelTheLongestThatOverlapsAFaultAndTheLastNodeThatIsAnswered() {
        waits.see(one.asked(1, "aa", 0));
        waits.see(one.signed(1, "aa", 0, 5000));
        waits.see(one.asked(2, "bb", 6000));
        waits.see(one.signed(2, "bb", 6000, 6500));
        waits.see(two.asked(1, "cc", 6100));
        waits.see(two.signed(1, "cc", 6100, 9000));
        waits.see(two.asked(2, "dd", 20_000));
        waits.see(two.signed(2, "dd", 20_000, 40_000));

        assertThat(felt(6000, 7000)).isEqualTo(impact(2900, 2000, 0));
    }

    @Test
    void countWhatWasGivenUpUntilEverybodyIsAnswered() {
        waits.see(one.asked(1, "aa", 100));
        waits.see(one.lost(1, "aa", 100, 5000));
        waits.see(one.asked(2, "bb", 5100));
        waits.see(one.signed(2, "bb", 5100, 5200));
        waits.see(one.asked(3, "cc", 9000));
        waits.see(one.lost(3, "cc", 9000, 9900));

        assertThat(felt(1000, 4000)).isEqualTo(impact(4900, 1200, 1));
    }

    private Impact felt(long fromMillis, long toMillis) {
        return waits.felt(TimeUnit.MILLISECONDS.toNanos(fromMillis), TimeUnit.MILLISECONDS.toNanos(toMillis));
    }

    private static Impact impact(long gap, long recovery, long lost) {
        return new Impact(Duration.ofMillis(gap), Duration.ofMillis(recovery), lost);
    }
}
