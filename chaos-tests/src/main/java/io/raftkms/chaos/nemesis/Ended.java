package io.raftkms.chaos.nemesis;

import java.io.IOException;
import java.util.List;

/** Members that are gone for a while. */
final class Ended implements Nemesis {
    private final Stage stage;
    private final Victim victim;
    private final Blow blow;
    private List<String> struck = List.of();

    Ended(Stage stage, Victim victim, Blow blow) {
        this.stage = stage;
        this.victim = victim;
        this.blow = blow;
    }

    @Override
    public String begin() throws IOException, InterruptedException {
        struck = victim.choose(stage.cluster(), stage.random());
        for (String member : struck) {
            blow.strike(member);
        }
        return String.join(" ", struck);
    }

    @Override
    public void heal() throws IOException, InterruptedException {
        for (String member : struck) {
            if (!stage.cluster().isAlive(member)) {
                stage.cluster().start(member);
            }
        }
    }
}
