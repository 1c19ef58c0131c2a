package io.raftkms.chaos.nemesis;

import io.raftkms.chaos.network.Conditions;

/** Between members and validator nodes there is silence: dials are accepted and go no further, requests and replies wait. */
final class NodesHang implements Nemesis {
    private final Stage stage;
    private boolean begun;

    NodesHang(Stage stage) {
        this.stage = stage;
    }

    @Override
    public String begin() {
        begun = true;
        for (String node : stage.nodes()) {
            for (String member : stage.cluster().names()) {
                stage.network().route(node, member).befall(Conditions.SILENT);
                stage.network().route(member, node).befall(Conditions.SILENT);
            }
        }
        return String.join(" ", stage.nodes());
    }

    @Override
    public void heal() {
        if (!begun) {
            return;
        }
        begun = false;
        for (String node : stage.nodes()) {
            for (String member : stage.cluster().names()) {
                stage.network().route(node, member).heal(Conditions.SILENT);
                stage.network().route(member, node).heal(Conditions.SILENT);
            }
        }
    }
}
