package io.raftkms.chaos.containers;

import io.raftkms.chaos.containers.Scenario.Trait;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two or three faults over each other, while a second node of the key wants second signatures. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class CombinationsChaos {
    @RegisterExtension
    static final Scene SCENE = new Scene(Layout.BRIDGE);

    /** Each scenario is a script; lines are parted by a semicolon. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "300 5000 drop leader; 1500 3000 kill follower",
                "300 6000 freeze leader; 2000 3000 unplug holder",
                "300 5000 kill leader; 2500 4000 freeze leader; 3500 200 node_ends all",
                "300 6000 fill leader; 1500 3000 drop_in leader",
                "300 8000 lossy all; 2000 3000 kill leader",
                "300 6000 starve leader; 1500 3000 refuse follower",
                "300 5000 drop_out leader; 1500 4000 mislay holder",
                // Not within a second of the copy: which of the two is refused is open then (security model, residual).
                "300 9000 clone leader; 4500 3000 kill leader",
                "300 5000 protect follower; 1500 4000 strangers leader; 2500 2000 freeze leader",
                "300 6000 wipe follower; 2000 1000 freeze all; 3500 100 transfer all"
            })
    void oneOverTheOther(String script) throws Exception {
        SCENE.play(
                Scenario.of(script.replace(';', '\n')).with(Trait.HOSTILE_NODE).with(Trait.MEMBERS_END));
    }
}
