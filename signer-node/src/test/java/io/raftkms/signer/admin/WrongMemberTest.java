package io.raftkms.signer.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.signer.FakeMember;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.Program;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A command that is for the leader, given to a member that follows. */
@Timeout(60)
class WrongMemberTest {
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void isToldTheLineToRunOnTheLeader() throws Exception {
        int made = run(
                "cluster init --chain-id chain-1 --member a=127.0.0.1 --member b=127.0.0.1:1,2 --member c=127.0.0.1:3,4"
                        + " --validator tcp://127.0.0.1:5 --out homes");
        assertThat(made).as(err.toString()).isZero();
        try (AdminFixture admin = new AdminFixture(directory)) {
            Files.writeString(
                    directory.resolve("homes/a/raftkms.toml"),
                    "\n[admin]\nsocket = \"" + admin.socket + "\"\n",
                    StandardOpenOption.APPEND);
            admin.server.listenSocket(admin.socket);
            admin.member.follow(FakeMember.B, 1);

            int exitCode = run("state init -c homes/a/raftkms.toml --chain-id chain-1 --new-chain");

            assertThat(exitCode).as(err.toString()).isEqualTo(15);
            assertThat(err.toString())
                    .startsWith("RK-1502 ")
                    .contains("member b leads; this is ", "To do: on b: raftkms state init -c ", "homes/b/raftkms.toml")
                    .contains(" --chain-id chain-1 --new-chain");
            assertThat(admin.member.submitted).isEmpty();
        }
    }

    private int run(String line) {
        CommandLine program =
                Program.commandLine(new Environment(Clock.systemUTC(), new SecureRandom(), Map.of(), directory));
        program.setOut(new PrintWriter(new StringWriter()));
        program.setErr(new PrintWriter(err));
        return program.execute(line.split(" "));
    }
}
