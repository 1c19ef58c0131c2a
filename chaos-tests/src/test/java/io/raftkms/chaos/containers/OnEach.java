package io.raftkms.chaos.containers;

import com.github.dockerjava.api.exception.ConflictException;
import io.raftkms.chaos.nemesis.Nemesis;
import io.raftkms.chaos.nemesis.Stage;
import io.raftkms.chaos.nemesis.Victim;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Something that is done to every victim, and undone. */
final class OnEach implements Nemesis {
    /** What is done to one member. */
    @FunctionalInterface
    interface Deed {
        void to(String member) throws IOException, InterruptedException;
    }

    private final Stage stage;
    private final Victim victim;
    private final Deed begin;
    private final Deed heal;
    private final List<String> struck = new ArrayList<>();

    /**
     * @param heal has to bear that half of it was done, and that the member ended meanwhile
     */
    OnEach(Stage stage, Victim victim, Deed begin, Deed heal) {
        this.stage = stage;
        this.victim = victim;
        this.begin = begin;
        this.heal = heal;
    }

    @Override
    public String begin() throws IOException, InterruptedException {
        for (String member : victim.choose(stage.cluster(), stage.random())) {
            struck.add(member);
            strike(member);
        }
        return String.join(" ", struck);
    }

    /** One that an earlier fault has just ended is not struck any more; whether it might end is judged when all is over. */
    private void strike(String member) throws IOException, InterruptedException {
        try {
            begin.to(member);
        } catch (ConflictException notRunning) {
            if (stage.cluster().isAlive(member)) {
                throw notRunning;
            }
        }
    }

    @Override
    public void heal() throws IOException, InterruptedException {
        for (String member : List.copyOf(struck)) {
            heal.to(member);
            struck.remove(member);
        }
    }
}
