package io.raftkms.chaos.containers;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Packets that the kernel throws away or answers with a reset, and interfaces that go. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class PacketsChaos {
    @RegisterExtension
    static final Scene SCENE = new Scene(Layout.BRIDGE);

    private static final Duration CUT_OFF = Duration.ofSeconds(30);

    @Test
    void theLeaderIsCutOffFromTheOthers() throws Exception {
        SCENE.play(Scenario.of("500 6000 drop leader").gapBelow(CUT_OFF));
    }

    @Test
    void theHolderIsCutOffFromTheOthers() throws Exception {
        SCENE.play(Scenario.of("500 6000 drop holder").gapBelow(CUT_OFF));
    }

    @Test
    void nothingArrivesAtTheLeader() throws Exception {
        SCENE.play(Scenario.of("500 6000 drop_in leader").gapBelow(CUT_OFF));
    }

    @Test
    void nothingLeavesTheLeader() throws Exception {
        SCENE.play(Scenario.of("500 6000 drop_out leader").gapBelow(CUT_OFF));
    }

    @Test
    void everyConnectionOfTheLeaderIsReset() throws Exception {
        SCENE.play(Scenario.of("500 5000 refuse leader").gapBelow(CUT_OFF));
    }

    @Test
    void twoAreCutOff() throws Exception {
        SCENE.play(Scenario.of("500 5000 drop two"));
    }

    @Test
    void aFifthOfTheLeadersPacketsIsLost() throws Exception {
        SCENE.play(Scenario.of("500 8000 lossy leader"));
    }

    /** Its node is not told: five seconds of its own deadline. */
    @Test
    void theHostOfTheHolderIsGone() throws Exception {
        SCENE.play(Scenario.of("500 9000 gone holder").gapBelow(CUT_OFF));
    }

    @Test
    void theLinkOfTheHolderFallsSilent() throws Exception {
        SCENE.play(Scenario.of("500 8000 mislay holder").gapBelow(CUT_OFF));
    }

    @Test
    void theLeaderLosesItsInterface() throws Exception {
        SCENE.play(Scenario.of("500 6000 unplug leader").gapBelow(CUT_OFF));
    }

    @Test
    void aFollowerLosesItsInterface() throws Exception {
        SCENE.play(Scenario.of("500 6000 unplug follower").gapBelow(CUT_OFF));
    }

    @Test
    void theHolderLosesItsInterface() throws Exception {
        SCENE.play(Scenario.of("500 6000 unplug holder").gapBelow(CUT_OFF));
    }
}
