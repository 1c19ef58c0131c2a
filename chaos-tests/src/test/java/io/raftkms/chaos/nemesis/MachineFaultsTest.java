package io.raftkms.chaos.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.chaos.cluster.PlayedCluster;
import io.raftkms.chaos.machine.DiskError;
import io.raftkms.chaos.machine.Machine;
import io.raftkms.chaos.machine.PlayedMachine;
import io.raftkms.chaos.network.Network;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which order a member and what it runs on are struck. The member a leads. */
class MachineFaultsTest {
    private final PlayedCluster cluster = new PlayedCluster();
    private final Network network = new Network(Map::of, new Random(1));

    private Nemesis fault(Fault fault, Victim victim, long seed) {
        Map<String, Machine> machines = new HashMap<>();
        cluster.names().forEach(name -> machines.put(name, new PlayedMachine(name, cluster.deeds())));
        return fault.on(new Stage(cluster, network, List.of(), new Random(seed), machines), victim);
    }

    @ParameterizedTest
    @CsvSource({
        "KILL_APPENDED, hold force, kill, start",
        "KILL_COMMITTED, hold write, kill, start",
        "FREEZE_COMMITTED, hold write, freeze, thaw"
    })
    void strikesWhereTheCallIsHeldAndLetsGoAfterwards(Fault fault, String held, String blow, String healed)
            throws Exception {
        Nemesis nemesis = fault(fault, Victim.LEADER, 1);

        assertThat(nemesis.begin()).isEqualTo("a");
        nemesis.heal();

        assertThat(cluster.deeds()).containsExactly(held + " a", "held a", blow + " a", "let go a", healed + " a");
    }

    @Test
    void allLosePowerAtOneMomentAndBeforeAnyStarts() throws Exception {
        var moments = new TreeSet<String>();
        for (int seed = 0; seed < 30; seed++) {
            cluster.deeds().clear();
            Nemesis nemesis = fault(Fault.POWER, Victim.ALL, seed);
            nemesis.begin();
            nemesis.heal();
            List<String> deeds = cluster.deeds().stream()
                    .map(deed -> deed.replaceAll(" [abc]$", ""))
                    .filter(deed -> !deed.equals("held") && !deed.equals("let go"))
                    .toList();
            moments.add(deeds.get(0));
            assertThat(deeds.subList(deeds.size() - 9, deeds.size()))
                    .as("seed " + seed)
                    .containsExactly(
                            "kill", "kill", "kill", "no power", "no power", "no power", "start", "start", "start");
        }

        assertThat(moments).containsExactly("hold force", "hold forced", "hold write", "kill");
    }

    @Test
    void aDiskFailsWritesOrForcesAndIsGoodAgain() throws Exception {
        var calls = new TreeSet<String>();
        for (int seed = 0; seed < 20; seed++) {
            cluster.deeds().clear();
            Nemesis nemesis = fault(Fault.EIO, Victim.LEADER, seed);
            nemesis.begin();
            nemesis.heal();
            calls.add(cluster.deeds().get(0));
            assertThat(cluster.deeds()).hasSize(2).last().isEqualTo("good disk a");
        }

        assertThat(calls).containsExactly("EIO of force a", "EIO of write a");
    }

    @Test
    void aMemberThatLivesOnAfterAForceThatFailedIsAFault() throws Exception {
        PlayedMachine machine = new PlayedMachine("a", cluster.deeds());
        Stage stage = new Stage(cluster, network, List.of(), new Random(1), Map.of("a", machine));
        Nemesis nemesis = new BadDisk(stage, Victim.LEADER, DiskError.EIO, Duration.ZERO);
        nemesis.begin();
        machine.failsOn("peers.json", "audit-1.jsonl");

        assertThatThrownBy(nemesis::heal).hasMessageContaining("a lives on").hasMessageContaining("peers.json");
    }

    @Test
    void aMemberLivesOnWithoutItsAudit() throws Exception {
        PlayedMachine machine = new PlayedMachine("a", cluster.deeds());
        Stage stage = new Stage(cluster, network, List.of(), new Random(1), Map.of("a", machine));
        Nemesis nemesis = new BadDisk(stage, Victim.LEADER, DiskError.EIO, Duration.ZERO);
        nemesis.begin();
        machine.failsOn("audit-1.jsonl");

        nemesis.heal();

        assertThat(cluster.deeds()).endsWith("good disk a");
    }

    @Test
    void aMemberThatABadDiskEndedIsStartedOnAGoodOne() throws Exception {
        Nemesis nemesis = fault(Fault.ENOSPC, Victim.LEADER, 1);
        nemesis.begin();
        cluster.kill("a");

        nemesis.heal();

        assertThat(cluster.deeds()).endsWith("good disk a", "start a");
    }

    @Test
    void clocksJumpBothWaysAndComeBack() throws Exception {
        var jumps = new TreeSet<String>();
        for (int seed = 0; seed < 20; seed++) {
            cluster.deeds().clear();
            Nemesis nemesis = fault(Fault.JUMP, Victim.LEADER, seed);
            nemesis.begin();
            nemesis.heal();
            jumps.add(cluster.deeds().get(0));
            assertThat(cluster.deeds()).last().isEqualTo("right clock a");
        }

        assertThat(jumps).containsExactly("clock ahead a", "clock back a");
    }

    @Test
    void saysWhenItsMachinesAreInNobodysHand() {
        for (Fault fault : Fault.ofMachines()) {
            Nemesis nemesis = fault.on(new Stage(cluster, network, List.of("v"), new Random(1)), Victim.LEADER);

            assertThatThrownBy(nemesis::begin)
                    .as("%s", fault)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the disk and the clock of a");
        }
    }
}
