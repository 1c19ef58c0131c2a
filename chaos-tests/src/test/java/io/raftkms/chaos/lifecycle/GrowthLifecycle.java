package io.raftkms.chaos.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.raftkms.chaos.cluster.ChildProcess;
import io.raftkms.chaos.cluster.ConsensusKey;
import io.raftkms.chaos.cluster.FreePorts;
import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.cluster.Workplace;
import io.raftkms.chaos.judge.Checker;
import io.raftkms.chaos.judge.Judgement;
import io.raftkms.chaos.judge.ObservationFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From a cluster of one to one of three, by {@code cluster grow}, under load. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class GrowthLifecycle {
    private static final String CHAIN = "cosmoshub-4";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int REFUSED = 22;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Program program = Program.find();
    private Path directory;
    private Path grown;
    private ConsensusKey key;
    private String validator;
    private final List<String> members = new ArrayList<>();
    private List<Integer> ports;

    @BeforeEach
    void makeADirectory() throws Exception {
        directory = Workplace.create();
        grown = directory.resolve("g");
        key = ConsensusKey.generate(directory.resolve("key.json"));
        validator = "tcp://127.0.0.1:" + FreePorts.take();
        ports = FreePorts.take(9);
        for (int i = 0; i < 3; i++) {
            members.add(List.of("a", "b", "c").get(i) + "=127.0.0.1:" + ports.get(3 * i) + "," + ports.get(3 * i + 1)
                    + ",http=" + ports.get(3 * i + 2));
        }
    }

    @AfterEach
    void removeEverything() throws IOException {
        Workplace.remove(directory);
    }

    @Test
    void threeMembersSignOnWhereOneWasSealedHoweverOftenTheCommandWasKilled() throws Exception {
        try (TestCluster one = clusterOfOne();
                SteadyLoad load = SteadyLoad.start(program, directory, validator, CHAIN, false)) {
            Member old = one.members().get(0);
            grow(old, "--prepare");
            load.awaitMore(10);
            assertThat(load.unsigned()).as("while the homes are made").isEmpty();

            killedOnce("sealing", old);
            killedOnce("json", old);
            JsonNode report = JSON.readTree(grow(old, "--yes", "--json"));
            assertThat(old.command("state", "show", "--json")).contains("\"sealed\"");

            old.process().terminate();
            assertThat(old.process().awaitExit(LIMIT)).isZero();
            assertThat(JSON.readTree(grow(old, "--yes", "--json")))
                    .as("again, when the old member is gone")
                    .isEqualTo(report);
            try (TestCluster three = TestCluster.of(program, directory, CHAIN)) {
                for (int i = 0; i < 3; i++) {
                    String name = List.of("a", "b", "c").get(i);
                    three.join(name, grown.resolve(name), ports.get(3 * i + 2)).start();
                }
                follow(three, report.path("next"));
                three.awaitReady(LIMIT);
                load.awaitMore(30);
                load.close();
                three.awaitEqualLedgers(LIMIT);
                Judgement judgement =
                        new Checker(Set.of(key.publicKey())).judge(ObservationFiles.read(List.of(load.file())));
                assertThat(judgement.violations()).isEmpty();
                System.out.println(
                        "from one to three: longest gap " + load.longestGap().toMillis() + " ms, refused or lost "
                                + load.unsigned().size());
            }
        }
    }

    @Test
    void whatCouldLetTwoSignersSignIsRefused() throws Exception {
        try (TestCluster one = clusterOfOne()) {
            Member old = one.members().get(0);
            assertRefused(old, "RK-2507", grown);
            old.command("pause");
            assertRefused(old, "RK-2709", grown, "--yes");
            assertThat(grown).doesNotExist();
            old.command("resume");
            grow(old, "--prepare");
            String first = members.get(0);
            members.set(0, first.replace("a=", "z="));
            assertRefused(old, "RK-2711", grown, "--yes");
            members.set(0, first);
            assertRefused(
                    old, "RK-2709", directory.resolve("h"), "--yes", "--validator", "tcp://1.2.3.4:5=tcp://1.2.3.4:6");

            old.command(
                    "state", "export", "--chain-id", CHAIN, "--final", "--yes", "--out", directory + "/elsewhere.json");
            assertRefused(old, "RK-2710", grown, "--yes");
            assertThat(grown.resolve("state")).doesNotExist();
        }
    }

    /** The operator changed his mind, and the old member signs on: what was handed over is of no use any more. */
    @Test
    void keyThatWasTakenBackIsNotHandedOverAgain() throws Exception {
        try (TestCluster one = clusterOfOne()) {
            Member old = one.members().get(0);
            assertThat(bench(1)).isZero();
            JsonNode report = JSON.readTree(grow(old, "--yes", "--json"));
            assertThat(bench(2)).as("sealed").isEqualTo(REFUSED);
            Path state = grown.resolve(report.path("keys").get(0).path("file").asText());
            old.command(
                    "state",
                    "import",
                    "--chain-id",
                    CHAIN,
                    "--never-used-elsewhere",
                    "--old-signer-stopped",
                    state.toString());
            assertThat(bench(2)).isZero();

            assertRefused(old, "RK-2711", grown, "--yes");
        }
    }

    private int bench(long height) throws Exception {
        return program.run(
                        LIMIT,
                        "bench",
                        "--listen",
                        validator,
                        "--chain-id",
                        CHAIN,
                        "--first-height",
                        String.valueOf(height),
                        "--heights",
                        "1")
                .exitCode();
    }

    private TestCluster clusterOfOne() throws Exception {
        Path home = directory.resolve("one");
        List<Integer> own = FreePorts.take(3);
        program.mustRun(LIMIT, "init", home.toString());
        program.mustRun(
                LIMIT,
                "softsign",
                "import",
                key.file().toString(),
                home.resolve("secrets/" + CHAIN + "-consensus.key").toString());
        Path configuration = home.resolve("raftkms.toml");
        Files.writeString(
                configuration,
                Files.readString(configuration)
                        .replace("26670", own.get(0).toString())
                        .replace("26671", own.get(1).toString())
                        .replace("26680", own.get(2).toString())
                        .replace("tcp://127.0.0.1:26658", validator)
                        .replace("[cluster]\n", "[cluster]\nwarm_up = false\n"));
        TestCluster one = TestCluster.of(program, Files.createDirectory(directory.resolve("logs")), CHAIN);
        try {
            one.join("a", home, own.get(2)).start();
            one.enrolNewChain();
            return one;
        } catch (IOException | RuntimeException failed) {
            one.dump(System.out);
            one.close();
            throw failed;
        }
    }

    private String[] words(Path out, String... more) {
        List<String> words = new ArrayList<>(List.of("cluster", "grow"));
        members.forEach(member -> words.addAll(List.of("--member", member)));
        words.addAll(List.of("--out", out.toString()));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private String grow(Member old, String... more) throws Exception {
        return old.command(words(grown, more));
    }

    private void assertRefused(Member old, String code, Path out, String... more) throws Exception {
        Program.Outcome outcome = old.attempt(words(out, more));
        assertThat(outcome.exitCode()).as(outcome.output() + outcome.errors()).isEqualTo(REFUSED);
        assertThat(outcome.errors()).contains(code);
    }

    /** Runs the command and kills it as soon as a file of that kind is there; it may have got further by then. */
    private void killedOnce(String suffix, Member old) throws Exception {
        List<String> line = new ArrayList<>(List.of(words(grown, "--yes")));
        line.addAll(List.of("-c", old.configuration().toString()));
        try (ChildProcess run = ChildProcess.start(
                "grow", program.serving(line.toArray(String[]::new)), directory.resolve("grow.log"))) {
            Awaitility.await("a file of " + suffix)
                    .atMost(LIMIT)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> hasState(suffix));
            run.kill9();
        } catch (IllegalStateException | org.awaitility.core.ConditionTimeoutException failed) {
            throw new IllegalStateException(Files.readString(directory.resolve("grow.log")), failed);
        }
    }

    private boolean hasState(String suffix) throws IOException {
        Path state = grown.resolve("state");
        if (!Files.exists(state)) {
            return false;
        }
        try (Stream<Path> files = Files.list(state)) {
            return files.anyMatch(file -> file.toString().endsWith("." + suffix));
        }
    }

    /** The lines that the command printed for the new leader. */
    private void follow(TestCluster three, JsonNode lines) {
        assertThat(lines).hasSize(1);
        String line = lines.get(0).asText();
        String begin = "raftkms state import -c HOME/raftkms.toml ";
        assertThat(line).startsWith(begin);
        String[] words =
                ("state import " + line.substring(begin.length()).replace("state/", grown + "/state/")).split(" ");
        Awaitility.await(line).atMost(LIMIT).until(() -> {
            Program.Outcome outcome = three.awaitLeader().attempt(words);
            assertThat(outcome.exitCode())
                    .as(outcome.output() + outcome.errors())
                    .isIn(0, 15, 32);
            return outcome.exitCode() == 0;
        });
    }
}
