package io.raftkms.chaos.containers;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One key on a hundred chains, each with a node of its own. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class ManyChainsChaos {
    @RegisterExtension
    static final Scene SCENE = new Scene(Layout.MANY_CHAINS);

    @Test
    void theLeaderIsIsolatedUnderTheLoadOfAllOfThem() throws Exception {
        SCENE.play(Scenario.of("3000 6000 drop leader").atRate(1));
    }
}
