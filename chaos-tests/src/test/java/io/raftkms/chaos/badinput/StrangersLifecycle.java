package io.raftkms.chaos.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.ChildProcess;
import io.raftkms.chaos.cluster.MemberPorts;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys and members that do not belong here: whoever runs says so, by code, and goes on running. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StrangersLifecycle {
    private static final Duration COMMAND = Duration.ofSeconds(60);
    private static final Duration SAID = Duration.ofSeconds(60);

    private final Program program = Program.find();
    private Path directory;

    @BeforeEach
    void makeADirectory() throws IOException {
        directory = Workplace.create();
    }

    @AfterEach
    void removeEverything() throws IOException {
        Workplace.remove(directory);
    }

    @Test
    void keyThatIsNotTheEnrolledOneIsNamedAndNotEnrolled() throws Exception {
        OneMember member = OneMember.create(program, directory.resolve("m"));
        try (ChildProcess process = member.start()) {
            member.enrol();
            process.terminate();
            process.awaitExit(SAID);
        }
        Files.delete(member.key());
        program.mustRun(COMMAND, "softsign", "keygen", member.key().toString());

        try (ChildProcess process = member.start()) {
            member.awaitNotReady("RK-1205 ");

            String status = member.command("cluster", "status", "-c", "FILE").output();
            assertThat(status.lines().findFirst().orElse(""))
                    .startsWith("NOT READY: RK-1205 ")
                    .contains("the enrolled one is", "raftkms reload")
                    .doesNotContain("state init");
            awaitLine(member.log(), "ALARM: RK-1205 ", "does not stand for election");
            assertThat(process.isAlive()).isTrue();
        }
        OneMember.assertFitForPeople(Files.readString(member.log()), member.key());
    }

    @Test
    void membersOfTwoClustersOnEachOthersPortsSayWhoseCertificateTheySaw() throws Exception {
        List<MemberPorts> ports = MemberPorts.take(2);
        Path one = cluster("one", ports);
        Path other = cluster("other", ports);

        try (ChildProcess a = start("a", one);
                ChildProcess b = start("b", other)) {
            awaitLine(a.log(), "RK-2101 ", "b#");
            awaitLine(b.log(), "RK-2101 ", "a#");
            assertThat(List.of(a.isAlive(), b.isAlive())).containsOnly(true);
        }
        for (String name : List.of("a", "b")) {
            assertThat(Files.readString(directory.resolve(name + ".log"))).doesNotContain("\tat ");
        }
    }

    private Path cluster(String name, List<MemberPorts> ports) throws IOException, InterruptedException {
        Path homes = directory.resolve(name);
        List<String> command = new ArrayList<>(List.of("cluster", "init", "--allow-even", "--chain-id", name));
        command.addAll(List.of(
                "--member", ports.get(0).argument("a"), "--member", ports.get(1).argument("b")));
        command.addAll(List.of("--validator", "unix://" + directory.resolve("v.sock"), "--out", homes.toString()));
        program.mustRun(COMMAND, command.toArray(String[]::new));
        for (String member : List.of("a", "b")) {
            Path key = homes.resolve(member).resolve("secrets/" + name + "-consensus.key");
            program.mustRun(COMMAND, "softsign", "keygen", key.toString());
        }
        return homes;
    }

    private ChildProcess start(String name, Path homes) throws IOException {
        Path configuration = homes.resolve(name).resolve("raftkms.toml");
        return ChildProcess.start(
                name, program.serving("start", "-c", configuration.toString()), directory.resolve(name + ".log"));
    }

    private static void awaitLine(Path log, String... parts) {
        Awaitility.await(String.join("…", parts) + " in " + log)
                .atMost(SAID)
                .until(() -> Files.readString(log)
                        .lines()
                        .anyMatch(line -> List.of(parts).stream().allMatch(line::contains)));
    }
}
