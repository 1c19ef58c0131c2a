package io.raftkms.chaos.containers;

import io.raftkms.chaos.containers.Scenario.Trait;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Members that end or stand still. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class EndsChaos {
    @RegisterExtension
    static final Scene SCENE = new Scene(Layout.BRIDGE);

    private static final Duration FAILOVER = Duration.ofSeconds(30);
    private static final Duration OUTSTANDING = Duration.ofSeconds(3);

    @Test
    void theLeaderIsKilled() throws Exception {
        SCENE.play(Scenario.of("500 3000 kill leader").gapBelow(FAILOVER));
    }

    @Test
    void aFollowerIsKilled() throws Exception {
        SCENE.play(Scenario.of("500 3000 kill follower").gapBelow(FAILOVER));
    }

    @Test
    void twoAreKilled() throws Exception {
        SCENE.play(Scenario.of("500 5000 kill two").silentAfterItsFirst(OUTSTANDING));
    }

    @Test
    void allAreKilledTwice() throws Exception {
        SCENE.play(Scenario.of("500 5000 kill all")
                .silentAfterItsFirst(OUTSTANDING)
                .with(Trait.ALL_KILLED_AT_THE_END));
    }

    @Test
    void theHolderIsStoppedInTime() throws Exception {
        SCENE.play(Scenario.of("500 3000 stop holder").gapBelow(FAILOVER));
    }

    @Test
    void oneAfterTheOtherIsStartedAgain() throws Exception {
        SCENE.play(Scenario.of("500 100 roll all").gapBelow(FAILOVER));
    }

    /** Shorter than any timeout. */
    @Test
    void theLeaderPausesForATenthOfASecond() throws Exception {
        SCENE.play(Scenario.of("""
                300  100 freeze leader
                900  100 freeze leader
                1500 100 freeze holder
                2100 100 freeze two
                2700 100 freeze all
                """).gapBelow(FAILOVER));
    }

    @Test
    void theLeaderPausesForFiveSeconds() throws Exception {
        SCENE.play(Scenario.of("500 5000 freeze leader").gapBelow(FAILOVER));
    }

    /** Longer than everything that anybody waits for. */
    @Test
    void theHolderPausesForTwentySeconds() throws Exception {
        SCENE.play(Scenario.of("500 20000 freeze holder").gapBelow(FAILOVER));
    }

    @Test
    void allPauseForSixSeconds() throws Exception {
        SCENE.play(Scenario.of("500 6000 freeze all")
                .silentAfterItsFirst(OUTSTANDING)
                .with(Trait.ALL_KILLED_AT_THE_END));
    }
}
