package io.raftkms.chaos.run;

import io.raftkms.chaos.nemesis.Stage;
import io.raftkms.chaos.wire.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.core.ConditionTimeoutException;

/**
 * S2, asked the hard way: every member is killed while nodes ask, and its host loses power where the run can do that; then
 * some majority has to know of every signature that any node has got. From the kill on no node reaches anybody, so
 * nothing that is asked again can raise what the majority knows.
 */
public final class Blackout {
    private static final Duration ANSWER = Duration.ofSeconds(90);

    private Blackout() {}

    /**
     * Leaves all members running, and nodes asking.
     *
     * @return what is wrong, if anything
     */
    public static List<String> of(Scene scene) throws IOException, InterruptedException {
        Stage stage = scene.stage();
        MajorityCheck check = new MajorityCheck(scene.cluster(), stage.random(), stage.machines());
        check.killAll();
        for (String node : stage.nodes()) {
            stage.network().leave(node, true);
        }
        List<String> faults = new ArrayList<>();
        Optional<Position> released = scene.released().highest();
        if (released.isPresent()) {
            faults.addAll(check.ask(released.get()));
        } else {
            faults.add("nothing was signed, so nothing was shown");
        }
        try {
            scene.members().stand();
        } catch (ConditionTimeoutException down) {
            faults.add("did not come back after all were killed: " + down.getMessage());
        }
        for (String node : stage.nodes()) {
            stage.network().comeBack(node);
        }
        List<String> waiting = scene.cast().rest(ANSWER);
        if (!waiting.isEmpty()) {
            faults.add("without an answer after all were killed: " + waiting);
        }
        scene.cast().wake();
        return faults;
    }
}
