package io.raftkms.chaos.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.ChildProcess;
import io.raftkms.chaos.cluster.ClusterStatus;
import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.MemberPorts;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.cluster.Workplace;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Members are lost, and docs/disaster-recovery.md is followed: its own commands are run, every one of them by some case
 * ({@link RecoveryPageTest}). Only what the page cannot know is put in their place: addresses of this machine, and a
 * machine's name for a directory.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RecoveryLifecycle {
    /** As the page calls it. */
    private static final String CHAIN = "cosmoshub-4";

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int UNSAFE = 24;
    private static final int SIGNED = 3;

    @RegisterExtension
    final TestValidator validator = new TestValidator(CHAIN);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<ChildProcess> started = new ArrayList<>();
    private final List<MemberPorts> ports = MemberPorts.take(3);
    private Path directory;
    private Path work;
    private PlayedShell shell;
    private RecoveryPage page;

    @BeforeEach
    void makeMachines() throws IOException {
        directory = validator.directory();
        work = Files.createDirectory(directory.resolve("w"));
        Files.copy(validator.key().file(), work.resolve("priv_validator_key.json"), StandardCopyOption.COPY_ATTRIBUTES);
        shell = new PlayedShell(directory, validator.program());
        page = new RecoveryPage(validator.program().home());
    }

    @AfterEach
    void end() {
        started.forEach(ChildProcess::close);
    }

    @Test
    void pageLeadsFromALostMajorityToAClusterThatSignsAboveTheFloor() throws Exception {
        TestCluster lost = signed();
        Member survivor = lost.member("a");
        for (String name : List.of("b", "c")) {
            lost.member(name).process().kill9();
            Workplace.remove(lost.homes().resolve(name));
        }
        Files.createDirectories(shell.machine("a"));
        Files.createSymbolicLink(
                shell.machine("a").resolve("raftkms-a"), lost.homes().resolve("a"));
        shell.unit(survivor.process().pid());
        shell.run(work, block("collect"));
        assertThat(shell.attempt(work, block("recover")).exitCode())
                .as("while a answers")
                .isEqualTo(UNSAFE);
        shell.run(shell.machine("a"), block("on-a"));
        assertThat(survivor.isAlive()).as("a is left").isFalse();

        Workplace.remove(work.resolve("old-a"));
        shell.run(work, block("collect"));
        aNewClusterSignsAbove(SIGNED + 1000, shell.run(work, block("recover")));
    }

    @Test
    void pageReplacesOneMemberAndLeadsFromABundleToAClusterThatSignsAboveTheFloor() throws Exception {
        TestCluster lost = signed();
        replacePerPage(lost, lost.member("c"));
        lost.onLeader(
                "state",
                "export",
                "--chain-id",
                CHAIN,
                "--out",
                work.resolve("bundle.json").toString());
        Files.copy(lost.homes().resolve("ca/ca.pem"), work.resolve("ca.pem"));
        String recover = ofOldMembers(lost, block("bundle"));
        assertThat(shell.attempt(work, recover).exitCode())
                .as("while they answer")
                .isEqualTo(UNSAFE);
        lost.kill();

        aNewClusterSignsAbove(SIGNED + 250_000, shell.run(work, recover));
    }

    private TestCluster signed() throws Exception {
        TestCluster cluster = validator.running();
        validator.sign(1, SIGNED);
        cluster.awaitEqualLedgers(LIMIT);
        return cluster;
    }

    /** The page's line makes the home, and what that prints is done. */
    private void replacePerPage(TestCluster cluster, Member old) throws Exception {
        if (cluster.awaitLeader() == old) {
            cluster.transferTo(cluster.member("a"));
        }
        old.process().kill9();
        Workplace.remove(old.configuration().getParent());
        Member leader = cluster.awaitLeader();
        Path home = leader.configuration().getParent();
        Files.createSymbolicLink(home.resolve("ca"), cluster.homes().resolve("ca"));
        Files.copy(
                work.resolve("priv_validator_key.json"),
                home.resolve("priv_validator_key.json"),
                StandardCopyOption.COPY_ATTRIBUTES);
        String printed = shell.run(home, block("replace"));
        shell.run(home, told(printed, "Give it the consensus key: (.*)"));
        Member fresh = cluster.join("d", home.resolve("raftkms-d"), ports.get(0).http());
        fresh.start();
        String taken = told(printed, "On the leading member: (.*)").replace("HOME/", "");
        Awaitility.await(taken)
                .atMost(LIMIT)
                .until(() -> shell.attempt(cluster.awaitLeader().configuration().getParent(), taken)
                                .exitCode()
                        == 0);
        cluster.forget(old);
        cluster.awaitReady(LIMIT);
    }

    private static String told(String printed, String pattern) {
        Matcher line = Pattern.compile(pattern).matcher(printed);
        assertThat(line.find()).as("%s in %s", pattern, printed).isTrue();
        return line.group(1);
    }

    /** What the page says once the homes of d, e and f are made. */
    private void aNewClusterSignsAbove(int floor, String made) throws Exception {
        assertThat(made)
                .contains("nothing at or below height " + floor + " ", "No check of this program replaces fencing");
        shell.run(work, block("move"));
        start(block("start"));
        onTheLeader(block("enrol"));
        assertThat(onTheLeader(block("look"))).contains("paused", String.valueOf(floor));
        assertThat(onTheLeader(block("enrol"))).contains("already");
        onTheLeader(block("resume"));
        signsOnlyAbove(floor);
    }

    private void signsOnlyAbove(int floor) throws Exception {
        Program.Outcome below = validator.bench(floor, 2);
        assertThat(below.exitCode()).as("exit code at the floor").isNotZero();
        // Each try one height up: a proposal that was signed is not signed again with another time.
        AtomicLong next = new AtomicLong(floor + 1);
        Awaitility.await("signatures above the floor: " + below.errors())
                .atMost(LIMIT)
                .untilAsserted(() -> {
                    Program.Outcome outcome = validator.bench(next.getAndAdd(2), 2);
                    assertThat(outcome.exitCode())
                            .as("exit code of bench:%n%s%s", outcome.output(), outcome.errors())
                            .isZero();
                });
    }

    /** The page's lines, one a machine. */
    private void start(String lines) throws Exception {
        for (String line : lines.lines().toList()) {
            Matcher home = Pattern.compile("raftkms (start -c) (raftkms-([def])/raftkms.toml)")
                    .matcher(line);
            assertThat(home.matches()).as(line).isTrue();
            String name = home.group(3);
            Path configuration = shell.machine(name).resolve(home.group(2));
            List<String> command = validator.program().serving("start", "-c", configuration.toString());
            started.add(ChildProcess.start(name, command, directory.resolve(name + ".log")));
        }
    }

    /** On the member that leads by the word of any; a new cluster needs a moment to elect it. */
    private String onTheLeader(String block) {
        return Awaitility.await("the leader takes: " + block)
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .until(
                        () -> {
                            String leader = leaderOfTheNew();
                            Program.Outcome outcome = shell.attempt(
                                    shell.machine(leader), block.replace("raftkms-d", "raftkms-" + leader));
                            assertThat(outcome.exitCode()).as(outcome.errors()).isIn(0, 15, 32);
                            return outcome;
                        },
                        outcome -> outcome.exitCode() == 0)
                .output();
    }

    private String leaderOfTheNew() {
        return Awaitility.await("a leader of the new cluster")
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .until(
                        () -> {
                            for (MemberPorts member : ports) {
                                Optional<String> leader =
                                        ClusterStatus.of(http, member.http()).leader();
                                if (leader.isPresent()) {
                                    return leader;
                                }
                            }
                            return Optional.<String>empty();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    /** The block of the page with that name, with this machine's addresses for the new members and the node. */
    private String block(String name) {
        String text = page.block(name).replace("tcp://10.0.0.10:26658", validator.address());
        for (int i = 0; i < ports.size(); i++) {
            text = text.replace("=10.0.0." + (4 + i) + " ", "=" + ports.get(i).address() + " ");
        }
        return text;
    }

    /** With the addresses of a, b and c too, and the one more that has the place of c. */
    private String ofOldMembers(TestCluster lost, String block) throws IOException {
        String text = block;
        List<String> names = List.of("a", "b", "c");
        for (int i = 0; i < names.size(); i++) {
            text = text.replace("=10.0.0." + (1 + i) + " ", "=" + addressOf(lost, names.get(i)) + " ");
        }
        return text.strip() + " --old-member d=" + ports.get(0).address()
                + " --fenced \"d=volume and snapshots deleted by J. Doe\"\n";
    }

    private static String addressOf(TestCluster cluster, String name) throws IOException {
        String configuration = Files.readString(cluster.homes().resolve("a/raftkms.toml"));
        Matcher entry = Pattern.compile("name = \"" + name
                        + "\"\nnonce = .*\nhost = \"(.*)\"\nraft_port = (\\d+)\npeer_port = (\\d+)\n")
                .matcher(configuration);
        assertThat(entry.find()).as("%s in %s", name, configuration).isTrue();
        return entry.group(1) + ":" + entry.group(2) + "," + entry.group(3);
    }
}
