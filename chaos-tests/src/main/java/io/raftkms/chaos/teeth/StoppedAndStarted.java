package io.raftkms.chaos.teeth;

import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.wire.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A member of one signs, stops in order, which leaves a snapshot, and is started: from that, not from the log. */
final class StoppedAndStarted implements Scene {
    @Override
    public String name() {
        return "stopped and started";
    }

    @Override
    public String what() {
        return "A member alone signs, stops in order, which leaves a snapshot, and starts from that; then it is "
                + "asked for something older.";
    }

    @Override
    public List<Finding> play(Setting setting) throws Exception {
        TestCluster cluster = setting.running(1, 1);
        Member a = cluster.member("a");
        Asker node = setting.node(0);
        setting.sign(node, 1, 3);
        a.stop();
        a.start();
        Optional<Integer> end = setting.awaitServingOrEnd(a);
        if (end.isPresent()) {
            return List.of(setting.found(Finding.START_CHECK, "it ended with " + Setting.lastWords(a)));
        }
        List<Finding> findings = new ArrayList<>(setting.covered());
        node.asks(new Position(2, 1, Position.PREVOTE), node.block(2, 0));
        return findings;
    }
}
