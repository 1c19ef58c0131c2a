package io.raftkms.chaos.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.judge.Checker;
import io.raftkms.chaos.judge.Impact;
import io.raftkms.chaos.judge.Judgement;
import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.judge.ObservationFiles;
import io.raftkms.chaos.judge.Report;
import io.raftkms.chaos.nemesis.Pace;
import io.raftkms.chaos.nemesis.Schedule;
import io.raftkms.chaos.nemesis.Stage;
import io.raftkms.chaos.nemesis.Storm;
import io.raftkms.chaos.nemesis.Struck;
import io.raftkms.chaos.network.Network;
import io.raftkms.chaos.run.MajorityCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/**
 * One cluster in containers under one load, one fault after the other; at the end what was seen of all of them is judged.
 * The validator node is on the same network, behind its encrypted connection.
 */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsChaos {
    private static final String CHAIN = "container-chain";
    private static final int RATE = 30;
    private static final Duration MINUTE = Duration.ofSeconds(60);

    private final Random random = new Random(26_670);
    private ContainerCluster cluster;
    private GenericContainer<?> bench;
    private Path seen;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        seen = Files.createDirectory(directory.resolve("seen"));
        cluster = ContainerCluster.start(directory, CHAIN);
        cluster.enrolNewChain();
        bench = cluster.bench(seen, RATE);
        bench.start();
        awaitMore();
    }

    @AfterAll
    void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private List<Observation> observations() throws Exception {
        Path file = seen.resolve("observations.jsonl");
        return Files.exists(file) ? ObservationFiles.read(List.of(file)) : List.of();
    }

    private void awaitMore() throws Exception {
        int before = observations().size();
        Awaitility.await("signatures").atMost(MINUTE).until(() -> observations().size() > before + RATE);
    }

    private static long now() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    @Test
    void signsOnceThroughAllOfThem() throws Exception {
        Schedule schedule = Schedule.parse("""
                1000   4000  kill    leader
                12000  2000  freeze  leader
                22000  5000  stop    holder
                34000  4000  kill    two
                46000  3000  freeze  all
                """);
        Stage stage = new Stage(cluster, new Network(Map::of, random), List.of(), random);
        Storm storm = new Storm(
                entry -> entry.fault().on(stage, entry.victim()),
                FaultsChaos::now,
                struck -> System.out.println(struck));
        List<Struck> struck = storm.run(schedule, Pace.fromNow());
        cluster.awaitReady(MINUTE);
        awaitMore();
        DockerClientFactory.instance()
                .client()
                .killContainerCmd(bench.getContainerId())
                .withSignal("TERM")
                .exec();
        Awaitility.await("the end of the load").atMost(MINUTE).until(() -> !bench.isRunning());

        List<Observation> all = observations();
        Judgement judgement = new Checker(Set.of(cluster.publicKey())).judge(all);
        System.out.print(new Report(judgement).text());
        for (Struck blow : struck) {
            System.out.println(
                    blow.fault() + " of " + blow.on() + ": " + Impact.of(blow.beginNanos(), blow.healedNanos(), all));
        }
        assertThat(struck).hasSize(schedule.entries().size());
        assertThat(judgement.violations()).as(cluster.logs()).isEmpty();
        assertThat(judgement.lost()).as(cluster.logs()).isEmpty();
        assertThat(judgement.refusals()).as(cluster.logs()).isEmpty();
        assertThat(new MajorityCheck(cluster, random).run(MajorityCheck.highest(all)))
                .isEmpty();
    }
}
