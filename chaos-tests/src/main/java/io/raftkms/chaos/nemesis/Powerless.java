package io.raftkms.chaos.nemesis;

import io.raftkms.chaos.machine.Moment;
import java.io.IOException;
import java.util.List;

/**
 * Hosts that lose power at once, at any moment or at a chosen one of the first of them: of what their members had written only
 * what was forced is sure to be there afterwards.
 */
final class Powerless implements Nemesis {
    private static final List<Moment> MOMENTS = List.of(Moment.APPENDED, Moment.FORCED, Moment.COMMITTED);

    private final Stage stage;
    private final Victim victim;
    private List<String> struck = List.of();

    Powerless(Stage stage, Victim victim) {
        this.stage = stage;
        this.victim = victim;
    }

    @Override
    public String begin() throws IOException, InterruptedException {
        struck = victim.choose(stage.cluster(), stage.random());
        if (struck.isEmpty()) {
            return "";
        }
        int moment = stage.random().nextInt(MOMENTS.size() + 1);
        Blow blow = moment < MOMENTS.size() ? new AtMoment(stage, MOMENTS.get(moment), this::killAll) : this::killAll;
        blow.strike(struck.get(0));
        for (String member : struck) {
            stage.machine(member).losePower(stage.random());
        }
        return String.join(" ", struck);
    }

    private void killAll(String first) throws IOException, InterruptedException {
        for (String member : struck) {
            stage.cluster().kill(member);
        }
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
