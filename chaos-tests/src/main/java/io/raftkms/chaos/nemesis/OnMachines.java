package io.raftkms.chaos.nemesis;

import io.raftkms.chaos.machine.Machine;
import java.io.IOException;
import java.util.List;

/** Something that machines do for a while, with the members on them left to themselves. */
final class OnMachines implements Nemesis {
    /** Done to a machine. */
    @FunctionalInterface
    interface Deed {
        void on(Machine machine) throws IOException;
    }

    private final Stage stage;
    private final Victim victim;
    private final Deed begun;
    private final Deed healed;
    private List<String> struck = List.of();

    OnMachines(Stage stage, Victim victim, Deed begun, Deed healed) {
        this.stage = stage;
        this.victim = victim;
        this.begun = begun;
        this.healed = healed;
    }

    @Override
    public String begin() throws IOException, InterruptedException {
        struck = victim.choose(stage.cluster(), stage.random());
        for (String member : struck) {
            begun.on(stage.machine(member));
        }
        return String.join(" ", struck);
    }

    @Override
    public void heal() throws IOException {
        for (String member : struck) {
            healed.on(stage.machine(member));
        }
    }
}
