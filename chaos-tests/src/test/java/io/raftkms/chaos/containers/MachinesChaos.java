package io.raftkms.chaos.containers;

import io.raftkms.chaos.containers.Scenario.Trait;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Members whose machine has too little of something, or whose disk is another than it was. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class MachinesChaos {
    @RegisterExtension
    static final Scene SCENE = new Scene(Layout.BRIDGE);

    private static final Duration GAP = Duration.ofSeconds(30);

    @Test
    void theLeaderHasATwentiethOfAProcessor() throws Exception {
        SCENE.play(Scenario.of("500 8000 starve leader").gapBelow(GAP));
    }

    @Test
    void aFollowerHasTooLittleMemory() throws Exception {
        SCENE.play(Scenario.of("500 4000 squeeze follower").gapBelow(GAP));
    }

    @Test
    void theLeaderHasNoMoreFilesToOpen() throws Exception {
        SCENE.play(Scenario.of("500 6000 few_files leader\n1500 2000 freeze holder")
                .gapBelow(GAP)
                .with(Trait.MEMBERS_END));
    }

    @Test
    void theLeadersDiskIsFull() throws Exception {
        SCENE.play(Scenario.of("500 6000 fill leader").gapBelow(GAP).with(Trait.MEMBERS_END));
    }

    @Test
    void allDisksAreFull() throws Exception {
        SCENE.play(Scenario.of("500 5000 fill all").with(Trait.MEMBERS_END));
    }

    @Test
    void aFollowersDiskTakesNoWrites() throws Exception {
        SCENE.play(Scenario.of("500 4000 protect follower").gapBelow(GAP));
    }

    @Test
    void aFollowersDiskIsBlank() throws Exception {
        SCENE.play(Scenario.of("500 4000 wipe follower").gapBelow(GAP));
    }

    @Test
    void theLeadersDiskIsAnOldOne() throws Exception {
        SCENE.play(Scenario.of("500 4000 restore leader").gapBelow(GAP));
    }

    @Test
    void theLeaderHasADouble() throws Exception {
        SCENE.play(Scenario.of("500 4000 clone leader").gapBelow(GAP));
    }
}
