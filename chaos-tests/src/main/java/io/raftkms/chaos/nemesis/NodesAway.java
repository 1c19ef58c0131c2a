package io.raftkms.chaos.nemesis;

import java.io.IOException;

/** Every validator node is away, as for a restart. To a member a node's proxy is the node. */
final class NodesAway implements Nemesis {
    private final Stage stage;

    NodesAway(Stage stage) {
        this.stage = stage;
    }

    @Override
    public String begin() throws IOException {
        boolean byReset = stage.random().nextBoolean();
        for (String node : stage.nodes()) {
            stage.network().leave(node, byReset);
        }
        return String.join(" ", stage.nodes());
    }

    @Override
    public void heal() throws IOException {
        for (String node : stage.nodes()) {
            stage.network().comeBack(node);
        }
    }
}
