package io.raftkms.chaos.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.nemesis.Nemesis;
import io.raftkms.chaos.nemesis.Schedule;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class OngoingTest {
    private final Ongoing ongoing = new Ongoing();

    @Test
    void namesWhatHasBegunAndIsNotHealed() throws IOException, InterruptedException {
        Nemesis kill = noted("0 1 kill leader");
        Nemesis cut = noted("0 1 cut two");

        assertThat(ongoing).hasToString("nothing");
        kill.begin();
        cut.begin();
        assertThat(ongoing).hasToString("kill a b, cut a b");
        kill.heal();
        assertThat(ongoing).hasToString("cut a b");
        cut.heal();
        assertThat(ongoing).hasToString("nothing");
        assertThat(ongoing.begun()).isEqualTo(2);
    }

    private Nemesis noted(String line) {
        Schedule.Entry entry = Schedule.parse(line).entries().get(0);
        return ongoing.noting(entry, new Nemesis() {
            @Override
            public String begin() {
                return "a b";
            }

            @Override
            public void heal() {
                // Nothing was done.
            }
        });
    }
}
