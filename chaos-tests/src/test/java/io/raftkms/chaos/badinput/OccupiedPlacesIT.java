package io.raftkms.chaos.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.ChildProcess;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.Workplace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ports, directories and sockets that somebody else has, and how a member ends and comes back. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class OccupiedPlacesIT {
    private static final Duration END = Duration.ofSeconds(30);

    private static Path directory;
    private static OneMember member;

    @BeforeAll
    static void makeAHomeWhoseNameHasBlanks() throws Exception {
        directory = Workplace.create();
        member = OneMember.create(Program.find(), directory.resolve("my home"));
    }

    @AfterAll
    static void removeEverything() throws IOException {
        Workplace.remove(directory);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({"0, 'The Raft port '", "1, 'The peer port '", "2, 'HTTP port 127.0.0.1:'"})
    void portInUseIsTold(int index, String says) throws Exception {
        int port = member.ports().all().get(index);
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            Program.Outcome outcome = member.failingStart();

            assertThat(outcome.errors()).contains("\nRK-1401 Port in use\n", says + other.getLocalPort());
            assertThat(outcome.exitCode()).isEqualTo(14);
            OneMember.assertFitForPeople(outcome.errors(), member.key());
        }
    }

    @Test
    void fileInThePlaceOfTheSocketIsNotReplaced() throws Exception {
        OneMember clumsy = member.copyTo(directory.resolve("clumsy"));
        clumsy.edit("[http]", "[admin]\nsocket = \"secrets/kms-identity.key\"\n[http]");

        Program.Outcome outcome = clumsy.failingStart();

        assertThat(outcome.errors()).contains("\nRK-1403 ", "is no socket");
        assertThat(outcome.exitCode()).isEqualTo(14);
        assertThat(clumsy.home().resolve("secrets/kms-identity.key")).isNotEmptyFile();
    }

    @Test
    void secondProcessIsRefusedAndTheFirstEndsInOrderOrComesBack() throws Exception {
        try (ChildProcess first = member.start()) {
            member.awaitNotReady("key of chain");

            Program.Outcome second = member.failingStart();
            assertThat(second.errors())
                    .contains("\nRK-1402 Data directory in use\n", "stop that process first")
                    .containsSubsequence("The data directory ", " is in use by ");
            assertThat(second.exitCode()).isEqualTo(14);
            OneMember.assertFitForPeople(second.errors(), member.key());
            assertThat(first.isAlive()).isTrue();

            Program.Outcome unconfirmed = importedState();
            assertThat(unconfirmed.errors())
                    .startsWith("RK-2206 ")
                    .contains("there is no terminal to ask on, and --old-signer-stopped was not given");
            assertThat(unconfirmed.exitCode()).isEqualTo(22);
            first.kill9();
        }
        try (ChildProcess restarted = member.start()) {
            member.awaitNotReady("key of chain");
            restarted.terminate();
            assertThat(restarted.awaitExit(END)).as("exit code after SIGTERM").isZero();
        }
        OneMember.assertFitForPeople(Files.readString(member.log()), member.key());
    }

    private static Program.Outcome importedState() throws IOException, InterruptedException {
        Path state = directory.resolve("state.json");
        Files.writeString(state, "{\"height\": \"7\", \"round\": 0, \"step\": 3}");
        return member.command("state", "import", "-c", "FILE", "--chain-id", OneMember.CHAIN, state.toString());
    }
}
