package io.raftkms.chaos.containers;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Validator nodes, strangers and operators. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class NodesChaos {
    @RegisterExtension
    static final Scene SCENE = new Scene(Layout.BRIDGE);

    private static final Duration GAP = Duration.ofSeconds(30);

    @Test
    void theNodeIsStartedAgain() throws Exception {
        SCENE.play(Scenario.of("""
                300  200  node_ends all
                1500 2000 node_ends all
                """).gapBelow(GAP));
    }

    @Test
    void theNodeAcceptsAndSaysNothing() throws Exception {
        SCENE.play(Scenario.of("500 5000 node_hangs all").gapBelow(GAP));
    }

    @Test
    void theNodeHangsUpInTheMiddleOfItsGreeting() throws Exception {
        SCENE.play(Scenario.of("500 4000 node_stammers all").gapBelow(GAP));
    }

    @Test
    void strangersHoldConnectionsToTheLeader() throws Exception {
        SCENE.play(Scenario.of("500 4000 strangers leader").gapBelow(GAP));
    }

    @Test
    void leadershipMovesAndMoves() throws Exception {
        SCENE.play(Scenario.of("300 100 transfer all").gapBelow(GAP));
    }

    @Test
    void theLeaderIsDrainedAndComesBack() throws Exception {
        SCENE.play(Scenario.of("300 2000 drain leader").gapBelow(GAP));
    }

    @Test
    void aMemberThatHangsIsUnhealthyUntilItGoesOn() throws Exception {
        SCENE.play(Scenario.of("300 1000 hang follower").gapBelow(GAP));
    }
}
