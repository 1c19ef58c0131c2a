package io.raftkms.chaos.lifecycle;

import static io.raftkms.chaos.lifecycle.TestValidator.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.raftkms.chaos.cluster.ChildProcess;
import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.MemberPorts;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From a cluster of one to one of three, by {@code cluster grow}, under load. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class GrowthLifecycle {
    private static final int REFUSED = 22;
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    final TestValidator validator = new TestValidator("cosmoshub-4");

    private final List<MemberPorts> ports = MemberPorts.take(NAMES.size());
    private final List<String> members = new ArrayList<>();
    private Path grown;

    @BeforeEach
    void nameThreeMembers() {
        grown = validator.directory().resolve("g");
        for (int i = 0; i < NAMES.size(); i++) {
            members.add(ports.get(i).argument(NAMES.get(i)));
        }
    }

    @Test
    void threeMembersSignOnWhereOneWasSealedHoweverOftenTheCommandWasKilled() throws Exception {
        Member old = clusterOfOne();
        try (SteadyLoad load = SteadyLoad.start(validator, 1, false)) {
            grow(old, "--prepare");
            load.awaitMore(10);
            assertThat(load.unsigned()).as("while the homes are made").isEmpty();

            killedOnce("sealing", old);
            killedOnce("json", old);
            JsonNode report = JSON.readTree(grow(old, "--yes", "--json"));
            assertThat(old.command("state", "show", "--json")).contains("\"sealed\"");

            old.stop();
            assertThat(JSON.readTree(grow(old, "--yes", "--json")))
                    .as("again, when the old member is gone")
                    .isEqualTo(report);
            TestCluster three = validator.clusterOfNone();
            for (int i = 0; i < NAMES.size(); i++) {
                String name = NAMES.get(i);
                three.join(name, grown.resolve(name), ports.get(i).http()).start();
            }
            follow(three, report.path("next"));
            three.awaitReady(LIMIT);
            load.awaitMore(30);
            load.close();
            three.awaitEqualLedgers(LIMIT);
            assertThat(validator.judge(load.file()).violations()).isEmpty();
            load.report("from one to three");
        }
    }

    @Test
    void whatCouldLetTwoSignersSignIsRefused() throws Exception {
        Member old = clusterOfOne();
        assertRefused(old, "RK-2507 … there is no terminal to ask on, and --yes was not given", grown);
        old.command("pause");
        assertRefused(old, "RK-2709 … is paused, and would not be in the new cluster", grown, "--yes");
        assertThat(grown).doesNotExist();
        old.command("resume");
        grow(old, "--prepare");
        String first = members.get(0);
        members.set(0, first.replace("a=", "z="));
        assertRefused(old, "RK-2711 … holds the homes of other members", grown, "--yes");
        members.set(0, first);
        Path other = validator.directory().resolve("h");
        assertRefused(old, "RK-2709", other, "--yes", "--validator", "tcp://1.2.3.4:5=tcp://1.2.3.4:6");

        String elsewhere = validator.directory() + "/elsewhere.json";
        old.command("state", "export", "--chain-id", validator.chainId(), "--final", "--yes", "--out", elsewhere);
        assertRefused(old, "RK-2710 … the key … was sealed before this command", grown, "--yes");
        assertThat(grown.resolve("state")).doesNotExist();
    }

    /** The operator changed his mind, and the old member signs on: what was handed over is of no use any more. */
    @Test
    void keyThatWasTakenBackIsNotHandedOverAgain() throws Exception {
        Member old = clusterOfOne();
        validator.sign(1, 1);
        JsonNode report = JSON.readTree(grow(old, "--yes", "--json"));
        assertThat(validator.bench(2, 1).exitCode()).as("sealed").isEqualTo(REFUSED);
        Path state = grown.resolve(report.path("keys").get(0).path("file").asText());
        old.command(
                "state",
                "import",
                "--chain-id",
                validator.chainId(),
                "--never-used-elsewhere",
                "--old-signer-stopped",
                state.toString());
        validator.sign(2, 1);

        assertRefused(old, "RK-2711 … was taken back since it was handed over at", grown, "--yes");
    }

    private Member clusterOfOne() throws Exception {
        Path home = validator.directory().resolve("one");
        Path configuration = home.resolve("raftkms.toml");
        String key = home.resolve("secrets/" + validator.chainId() + "-consensus.key")
                .toString();
        MemberPorts own = MemberPorts.take();
        Program program = validator.program();
        program.mustRun(LIMIT, "init", home.toString());
        program.mustRun(LIMIT, "softsign", "import", validator.key().file().toString(), key);
        own.putInto(configuration);
        Files.writeString(
                configuration, Files.readString(configuration).replace("tcp://127.0.0.1:26658", validator.address()));
        TestCluster one = validator.clusterOfNone();
        Member member = one.join("a", home, own.http());
        member.start();
        one.enrolNewChain();
        return member;
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

    private void assertRefused(Member old, String says, Path out, String... more) throws Exception {
        Program.Outcome outcome = old.attempt(words(out, more));
        assertThat(outcome.exitCode()).as(outcome.output() + outcome.errors()).isEqualTo(REFUSED);
        assertThat(outcome.errors()).containsSubsequence(says.split("…"));
    }

    /** Runs the command and kills it as soon as a file of that kind is there; it may have got further by then. */
    private void killedOnce(String suffix, Member old) throws Exception {
        List<String> line = new ArrayList<>(List.of(words(grown, "--yes")));
        line.addAll(List.of("-c", old.configuration().toString()));
        Path log = validator.directory().resolve("grow.log");
        List<String> command = validator.program().serving(line.toArray(String[]::new));
        try (ChildProcess run = ChildProcess.start("grow", command, log)) {
            Awaitility.await("a file of " + suffix)
                    .atMost(LIMIT)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> hasState(suffix));
            run.kill9();
        } catch (IllegalStateException | org.awaitility.core.ConditionTimeoutException failed) {
            throw new IllegalStateException(Files.readString(log), failed);
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
        three.onLeader(words);
    }
}
