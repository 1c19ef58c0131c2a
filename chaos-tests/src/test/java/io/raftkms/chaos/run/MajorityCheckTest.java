package io.raftkms.chaos.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.PlayedCluster;
import io.raftkms.chaos.machine.Machine;
import io.raftkms.chaos.machine.PlayedMachine;
import io.raftkms.chaos.wire.Position;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MajorityCheckTest {
    private final PlayedCluster cluster = new PlayedCluster();
    private final MajorityCheck check = new MajorityCheck(cluster, new Random(3));

    @Test
    void killsAllAndStartsTwo() throws IOException, InterruptedException {
        cluster.mark(new Position(5, 0, 3));

        assertThat(check.run(new Position(5, 0, 3))).isEmpty();

        assertThat(cluster.deeds()).startsWith("kill a", "kill b", "kill c").hasSize(5);
        assertThat(cluster.deeds().subList(3, 5)).allMatch(deed -> deed.startsWith("start"));
    }

    @Test
    void allLosePowerBeforeAnyStarts() throws IOException, InterruptedException {
        cluster.mark(new Position(5, 0, 3));
        Map<String, Machine> machines = cluster.names().stream()
                .collect(Collectors.toMap(name -> name, name -> new PlayedMachine(name, cluster.deeds())));

        assertThat(new MajorityCheck(cluster, new Random(3), machines).run(new Position(5, 0, 3)))
                .isEmpty();

        assertThat(cluster.deeds().subList(0, 6))
                .containsExactly("kill a", "kill b", "kill c", "no power a", "no power b", "no power c");
    }

    @Test
    void asksALeaderThatIsReady() throws IOException, InterruptedException {
        cluster.mark(new Position(5, 0, 3));
        cluster.readyAfter(3);

        assertThat(check.run(new Position(5, 0, 3))).isEmpty();
    }

    @Test
    void findsALedgerThatIsBehindWhatWasReleased() throws IOException, InterruptedException {
        cluster.mark(new Position(5, 0, 2));

        assertThat(check.run(new Position(5, 0, 3))).singleElement().asString().contains("S2 broken", "5/0/3", "5/0/2");
    }
}
