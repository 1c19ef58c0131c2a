package io.raftkms.chaos.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.chaos.cluster.PlayedCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StormTest {
    private final PlayedCluster cluster = new PlayedCluster();
    private final AtomicLong now = new AtomicLong();
    private final List<Struck> told = new ArrayList<>();

    private List<Struck> run(String script) throws IOException, InterruptedException {
        Random random = new Random(1);
        Storm storm = new Storm(entry -> entry.fault().on(cluster, entry.victim(), random), now::get, told::add);
        return storm.run(Schedule.parse(script), since -> now.set(Math.max(now.get(), since.toNanos())));
    }

    @Test
    void healsEachFaultInItsTimeAlsoWhileAnotherOneLasts() throws IOException, InterruptedException {
        List<Struck> struck = run("1000 5000 freeze holder\n2000 1000 kill leader\n8000 10 stop all");

        assertThat(cluster.deeds().subList(0, 4)).containsExactly("freeze b", "kill a", "start a", "thaw b");
        assertThat(cluster.deeds().subList(4, 10))
                .containsExactlyInAnyOrder("stop a", "stop b", "stop c", "start a", "start b", "start c");
        assertThat(struck).isEqualTo(told).first().isEqualTo(new Struck(Fault.KILL, "a", nanos(2000), nanos(3000)));
        assertThat(struck).hasSize(3);
    }

    @Test
    void leavesOutWhatBefellNobody() throws IOException, InterruptedException {
        List<Struck> struck = run("1 5000 kill all\n2 10 kill leader");

        assertThat(struck).extracting(Struck::fault).containsExactly(Fault.KILL);
        assertThat(cluster.deeds()).filteredOn(deed -> deed.startsWith("start")).hasSize(3);
    }

    @Test
    void neverStrikesTheLeaderForAFollower() throws IOException, InterruptedException {
        run("1 1 kill follower\n3 1 kill follower\n5 1 kill follower\n7 1 kill follower");

        assertThat(cluster.deeds()).hasSize(8).doesNotContain("kill a");
    }

    @Test
    void healsWhatHasBegunWhenAFaultFails() {
        Storm storm = new Storm(
                entry -> entry.fault() == Fault.STOP
                        ? new Unwilling()
                        : entry.fault().on(cluster, entry.victim(), new Random(1)),
                now::get,
                told::add);

        assertThatThrownBy(() -> storm.run(Schedule.parse("1 9000 kill leader\n2 1 stop leader"), since -> {}))
                .isInstanceOf(IOException.class);

        assertThat(cluster.deeds()).containsExactly("kill a", "unwilling healed", "start a");
    }

    private final class Unwilling implements Nemesis {
        @Override
        public String begin() throws IOException {
            throw new IOException("no");
        }

        @Override
        public void heal() {
            cluster.deeds().add("unwilling healed");
        }
    }

    private static long nanos(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
