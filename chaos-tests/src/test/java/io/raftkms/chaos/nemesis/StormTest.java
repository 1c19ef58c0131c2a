package io.raftkms.chaos.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.chaos.cluster.PlayedCluster;
import io.raftkms.chaos.network.Conditions;
import io.raftkms.chaos.network.Network;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StormTest {
    private final PlayedCluster cluster = new PlayedCluster();
    private final Network network = new Network(Map::of, new Random(1));
    private final Stage stage = new Stage(cluster, network, List.of("v"), new Random(1));
    private final AtomicLong now = new AtomicLong();
    private final List<Struck> told = new ArrayList<>();

    private List<Struck> run(String script) throws IOException, InterruptedException {
        Storm storm = new Storm(entry -> entry.fault().on(stage, entry.victim()), now::get, told::add);
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
    void cutsEveryWayToAndFromItsVictimForAsLongAsItLasts() throws IOException, InterruptedException {
        List<String> silent = new ArrayList<>();
        Storm storm = new Storm(entry -> entry.fault().on(stage, entry.victim()), now::get, told::add);

        storm.run(Schedule.parse("1 10 cut leader\n2 5 mute holder"), since -> {
            for (String from : cluster.names()) {
                for (String to : cluster.names()) {
                    if (!from.equals(to) && isSilent(from, to)) {
                        silent.add(since.toMillis() + " " + from + to);
                    }
                }
            }
        });

        // Asked before each step: after 1 ms the leader is cut, after 2 ms the member with the link is mute as well.
        assertThat(silent)
                .containsExactly(
                        "2 ab", "2 ac", "2 ba", "2 ca", "7 ab", "7 ac", "7 ba", "7 bc", "7 ca", "11 ab", "11 ac",
                        "11 ba", "11 ca");
        assertThat(isSilent("a", "b")).isFalse();
    }

    @Test
    void aHostThatVanishesIsSilentToValidatorNodesToo() throws IOException, InterruptedException {
        Nemesis gone = Fault.VANISH.on(stage, Victim.LEADER);

        assertThat(gone.begin()).isEqualTo("a");
        assertThat(isSilent("a", "v")).isTrue();
        assertThat(isSilent("v", "a")).isTrue();
        assertThat(isSilent("v", "b")).isFalse();

        gone.heal();
        assertThat(isSilent("a", "v")).isFalse();
    }

    @Test
    void nodesThatHangAreSilentToEveryMember() throws IOException, InterruptedException {
        Nemesis hanging = Fault.NODES_HANG.on(stage, Victim.LEADER);

        assertThat(hanging.begin()).isEqualTo("v");
        assertThat(cluster.names()).allMatch(member -> isSilent("v", member) && isSilent(member, "v"));
        assertThat(isSilent("a", "b")).isFalse();

        hanging.heal();
        hanging.heal();
        assertThat(cluster.names()).noneMatch(member -> isSilent("v", member) || isSilent(member, "v"));
    }

    private boolean isSilent(String from, String to) {
        return network.route(from, to).now().equals(Conditions.SILENT);
    }

    @Test
    void healsWhatHasBegunWhenAFaultFails() {
        Storm storm = new Storm(
                entry -> entry.fault() == Fault.STOP
                        ? new Unwilling()
                        : entry.fault().on(stage, entry.victim()),
                now::get,
                told::add);

        assertThatThrownBy(() -> storm.run(Schedule.parse("1 9000 kill leader\n2 1 stop leader"), since -> {}))
                .isInstanceOf(IOException.class);

        assertThat(cluster.deeds()).containsExactly("kill a", "unwilling healed", "start a");
    }

    @Test
    void tellsWhatFailedFirstWhenHealingFailsToo() {
        Storm storm = new Storm(
                entry -> entry.fault() == Fault.STOP
                        ? new Incurable()
                        : entry.fault().on(stage, entry.victim()),
                now::get,
                told::add);

        assertThatThrownBy(() -> storm.run(Schedule.parse("1 9000 kill leader\n2 1 stop leader"), since -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("no")
                .hasSuppressedException(new IllegalStateException("never"));

        assertThat(cluster.deeds()).containsExactly("kill a", "start a");
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

    private static final class Incurable implements Nemesis {
        @Override
        public String begin() throws IOException {
            throw new IOException("no");
        }

        @Override
        public void heal() {
            throw new IllegalStateException("never");
        }
    }

    private static long nanos(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
