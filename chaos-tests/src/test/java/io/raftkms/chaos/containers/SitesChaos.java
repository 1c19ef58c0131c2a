package io.raftkms.chaos.containers;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Members at three sites, their nodes at one of them, and ways that are slow, narrow or cut. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class SitesChaos {
    @RegisterExtension
    static final Scene SCENE = new Scene(Layout.SITES);

    private static final Duration GAP = Duration.ofSeconds(30);

    @Test
    void theWayToTheLeaderIsSlowAndJittery() throws Exception {
        SCENE.play(Scenario.of("500 6000 slow leader").gapBelow(GAP));
    }

    @Test
    void theWayToTheLeaderIsNarrow() throws Exception {
        SCENE.play(Scenario.of("500 6000 narrow leader").gapBelow(GAP));
    }

    @Test
    void allWaysAreSlow() throws Exception {
        SCENE.play(Scenario.of("500 6000 slow all").gapBelow(GAP));
    }

    @Test
    void theSiteOfTheHolderVanishes() throws Exception {
        SCENE.play(Scenario.of("500 6000 vanish holder").gapBelow(GAP));
    }

    @Test
    void allConnectionsAreResetAgainAndAgain() throws Exception {
        SCENE.play(Scenario.of("300 0 reset all\n1300 0 reset all\n2300 0 reset all")
                .gapBelow(GAP));
    }
}
