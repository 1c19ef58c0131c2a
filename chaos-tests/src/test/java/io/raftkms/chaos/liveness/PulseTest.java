package io.raftkms.chaos.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.wire.Kind;
import io.raftkms.chaos.wire.Position;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PulseTest {
    private final Pulse pulse = new Pulse();

    @Test
    void gapReachesToTheFirstSignatureThatWasAskedForAfterwards() throws InterruptedException {
        signed(90, 100);
        // On its way when it began at 110, and through before anything was felt.
        signed(109, 115);
        signed(120, 900);
        signed(905, 910);
        signed(911, 5000);

        assertThat(pulse.awaitAskedAfter(112, Duration.ZERO)).isTrue();
        assertThat(pulse.gap(110, 112)).isEqualTo(Duration.ofNanos(785));
    }

    @Test
    void waitsForOneThatWasAskedForLater() throws InterruptedException {
        signed(90, 200);

        assertThat(pulse.awaitAskedAfter(100, Duration.ZERO)).isFalse();
    }

    @Test
    void longestOfSeveralPausesCounts() {
        signed(10, 20);
        signed(21, 320);
        signed(321, 400);
        signed(600, 601);

        assertThat(pulse.gap(20, 500)).isEqualTo(Duration.ofNanos(300));
    }

    @Test
    void countsWhatIsLost() {
        pulse.see(observation(Observation.Event.LOST, 1, 2));

        assertThat(pulse.lost()).isEqualTo(1);
    }

    private void signed(long asked, long back) {
        pulse.see(observation(Observation.Event.SIGNATURE, asked, back));
    }

    private static Observation observation(Observation.Event event, long begin, long end) {
        return new Observation(
                event, "node", "1", Kind.VOTE, "chain", new Position(1, 0, 2), "aa", "", "key", begin, end, "f:1");
    }
}
