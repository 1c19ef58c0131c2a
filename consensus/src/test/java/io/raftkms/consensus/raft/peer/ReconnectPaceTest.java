package io.raftkms.consensus.raft.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReconnectPaceTest {
    private final ReconnectPace pace = new ReconnectPace();

    @Test
    void isQuickAtFirstAndThenSlowForAsLongAsItTakes() {
        Duration quick = Duration.ZERO;
        while (quick.compareTo(ReconnectPace.QUICK_FOR) < 0) {
            assertThat(pace.next()).isEqualTo(ReconnectPace.QUICK);
            quick = quick.plus(ReconnectPace.QUICK);
        }

        for (int i = 0; i < 1000; i++) {
            assertThat(pace.next()).isEqualTo(ReconnectPace.SLOW);
        }
    }

    @Test
    void isQuickAgainAfterAConnectionThatStood() {
        for (int i = 0; i < 100; i++) {
            pace.next();
        }

        pace.connected();

        assertThat(pace.next()).isEqualTo(ReconnectPace.QUICK);
    }
}
