package io.raftkms.chaos.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.ChildProcess;
import io.raftkms.chaos.cluster.ConsensusKey;
import io.raftkms.chaos.cluster.FreePorts;
import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.cluster.Workplace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A majority is lost, and docs/disaster-recovery.md is followed: its own commands are run. Only what the page cannot know
 * is put in their place: addresses of this machine, and a machine's name for a directory.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RecoveryLifecycle {
    /** As the page calls it. */
    private static final String CHAIN = "cosmoshub-4";

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int UNSAFE = 24;
    private static final int SIGNED = 3;
    private static final int FLOOR = SIGNED + 1000;

    private final Program program = Program.find();
    private final List<ChildProcess> started = new ArrayList<>();
    private List<Integer> ports;
    private Path directory;
    private Path work;
    private String validator;

    @BeforeEach
    void makeADirectory() throws IOException {
        directory = Workplace.create();
        work = Files.createDirectory(directory.resolve("w"));
        ports = FreePorts.take(9);
        validator = "tcp://127.0.0.1:" + FreePorts.take();
        tool("raftkms", "exec " + String.join(" ", program.serving()) + " \"$@\"");
        // signer-x:PATH is a directory of that machine.
        tool(
                "scp",
                "args=()\nfor a in \"${@:2}\"; do case $a in\n"
                        + "signer-?:*) m=${a%%:*}; mkdir -p \"" + directory + "/m/$m\"; a=\"" + directory
                        + "/m/$m/${a#*:}\";;\nesac; args+=(\"$a\"); done\nexec cp \"$1\" \"${args[@]}\"");
    }

    @AfterEach
    void removeEverything() throws IOException {
        started.forEach(ChildProcess::close);
        Workplace.remove(directory);
    }

    @Test
    void pageLeadsFromALostMajorityToAClusterThatSignsAboveTheFloor() throws Exception {
        Path key =
                ConsensusKey.generate(work.resolve("priv_validator_key.json")).file();
        try (TestCluster lost = TestCluster.create(program, directory, CHAIN, List.of(validator), key)) {
            lost.start();
            lost.enrolNewChain();
            program.mustRun(
                    LIMIT, "bench", "--listen", validator, "--chain-id", CHAIN, "--heights", String.valueOf(SIGNED));
            lost.awaitEqualLedgers(LIMIT);
            Member survivor = lost.member("a");
            for (String name : List.of("b", "c")) {
                lost.member(name).process().kill9();
                Workplace.remove(lost.homes().resolve(name));
            }
            Files.createDirectories(directory.resolve("m/signer-a"));
            Files.createSymbolicLink(
                    directory.resolve("m/signer-a/raftkms-a"), lost.homes().resolve("a"));
            shell(block("collect"));
            assertThat(attempt(block("recover")).exitCode())
                    .as("while a answers")
                    .isEqualTo(UNSAFE);
            survivor.process().terminate();
            survivor.process().awaitExit(LIMIT);
        }
        Workplace.remove(work.resolve("old-a"));
        shell(block("collect"));
        assertThat(shell(block("recover")))
                .contains("nothing at or below height " + FLOOR + " ", "No check of this program replaces fencing");
        shell(block("move"));
        start();
        onTheLeader("enrol");
        assertThat(onTheLeader("look")).contains("paused", String.valueOf(FLOOR));
        assertThat(onTheLeader("enrol")).contains("already");
        onTheLeader("resume");
        signsOnlyAboveTheFloor();
    }

    private void signsOnlyAboveTheFloor() throws Exception {
        Program.Outcome below = bench(FLOOR);
        assertThat(below.exitCode()).as("exit code at the floor").isNotZero();
        // Each try one height up: a proposal that was signed is not signed again with another time.
        AtomicLong next = new AtomicLong(FLOOR + 1);
        Awaitility.await("signatures above the floor: " + below.errors())
                .atMost(LIMIT)
                .untilAsserted(() -> {
                    Program.Outcome outcome = bench(next.getAndAdd(2));
                    assertThat(outcome.exitCode())
                            .as("exit code of bench:%n%s%s", outcome.output(), outcome.errors())
                            .isZero();
                });
    }

    private Program.Outcome bench(long height) throws Exception {
        return program.run(
                LIMIT,
                "bench",
                "--listen",
                validator,
                "--chain-id",
                CHAIN,
                "--heights",
                "2",
                "--first-height",
                String.valueOf(height));
    }

    /** The page's lines, one a machine. */
    private void start() throws Exception {
        for (String line : block("start").lines().toList()) {
            Matcher home = Pattern.compile("raftkms (start -c) (raftkms-([def])/raftkms.toml)")
                    .matcher(line);
            assertThat(home.matches()).as(line).isTrue();
            String name = home.group(3);
            Path configuration = machine(name).resolve(home.group(2));
            List<String> command = program.serving("start", "-c", configuration.toString());
            started.add(ChildProcess.start(name, command, directory.resolve(name + ".log")));
        }
    }

    /** On one member after the other, until one takes it: a new cluster needs a moment to elect its leader. */
    private String onTheLeader(String name) throws Exception {
        String block = block(name);
        List<String> outputs = new ArrayList<>();
        Awaitility.await("the leader takes: " + block)
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .until(() -> {
                    for (String member : List.of("d", "e", "f")) {
                        Program.Outcome outcome = run(machine(member), block.replace("raftkms-d", "raftkms-" + member));
                        if (outcome.exitCode() == 0) {
                            outputs.add(outcome.output());
                            return true;
                        }
                        assertThat(outcome.exitCode()).as(outcome.errors()).isIn(15, 32);
                    }
                    return false;
                });
        return outputs.get(0);
    }

    private Path machine(String name) {
        return directory.resolve("m/signer-" + name);
    }

    /** The code block of the page with that name behind {@code sh}, with this machine's addresses. */
    private String block(String name) throws IOException {
        String page = Files.readString(program.home().resolve("docs/disaster-recovery.md"), StandardCharsets.UTF_8);
        List<String> found = Pattern.compile("(?s)```sh " + name + "\n(.*?)```")
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toList());
        assertThat(found).as("blocks %s", name).hasSize(1);
        String text = found.get(0).replace("tcp://10.0.0.10:26658", validator);
        for (int i = 0; i < 3; i++) {
            text = text.replace(
                    "=10.0.0." + (4 + i) + " ",
                    "=127.0.0.1:" + ports.get(3 * i) + "," + ports.get(3 * i + 1) + ",http=" + ports.get(3 * i + 2)
                            + " ");
        }
        return text;
    }

    private String shell(String script) throws Exception {
        Program.Outcome outcome = attempt(script);
        assertThat(outcome.exitCode()).as("%s%s", script, outcome.errors()).isZero();
        return outcome.output();
    }

    private Program.Outcome attempt(String script) throws Exception {
        return run(work, script);
    }

    private Program.Outcome run(Path at, String script) throws Exception {
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");
        ProcessBuilder bash = new ProcessBuilder("bash", "-euc", script)
                .directory(at.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        bash.environment().merge("PATH", directory.resolve("bin").toString(), (before, first) -> first + ":" + before);
        Process process = bash.start();
        if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IllegalStateException(script + " did not end");
        }
        return new Program.Outcome(process.exitValue(), Files.readString(output), Files.readString(errors));
    }

    private void tool(String name, String script) throws IOException {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Path file = Files.writeString(bin.resolve(name), "#!/usr/bin/env bash\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
