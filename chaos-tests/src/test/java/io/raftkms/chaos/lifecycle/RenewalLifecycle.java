package io.raftkms.chaos.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.ConsensusKey;
import io.raftkms.chaos.cluster.FreePorts;
import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.cluster.Workplace;
import io.raftkms.chaos.judge.Checker;
import io.raftkms.chaos.judge.Judgement;
import io.raftkms.chaos.judge.ObservationFiles;
import io.raftkms.chaos.judge.Report;
import io.raftkms.chaos.kills.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Members that take new files into use while they sign. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RenewalLifecycle {
    private static final String CHAIN = "renewal";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int RATE = 50;

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
    void certificatesAreRenewedUnderLoadWithoutARestartAndNoVoteIsLost() throws Exception {
        int port = FreePorts.take();
        ConsensusKey key = ConsensusKey.generate(directory.resolve("key.json"));
        try (TestCluster cluster =
                TestCluster.create(program, directory, CHAIN, List.of("tcp://127.0.0.1:" + port), key.file())) {
            cluster.start();
            cluster.enrolNewChain();
            try (Load load = Load.start(program, directory, port, CHAIN, RATE)) {
                cluster.awaitLinkHolder(LIMIT);
                load.awaitSignatureAfter(0);
                for (Member member : cluster.members()) {
                    String before = serial(member);
                    renew(member);
                    assertThat(serial(member)).isNotEqualTo(before);
                }
                load.stop();
                Judgement judgement =
                        new Checker(Set.of(key.publicKey())).judge(ObservationFiles.read(List.of(load.observations())));
                assertThat(judgement.holds()).as(new Report(judgement).text()).isTrue();
                assertThat(judgement.lost()).isEmpty();
                assertThat(judgement.refusals()).isEmpty();
            }
            assertThat(cluster.members()).allMatch(Member::isAlive);
            assertThat(cluster.member("a").command("cluster", "cert", "show")).doesNotContain("no handshake");
        }
    }

    @Test
    void hangUpReloadsAndAFileWithErrorsChangesNothing() throws Exception {
        String validator = "tcp://127.0.0.1:" + FreePorts.take();
        Path key = ConsensusKey.generate(directory.resolve("key.json")).file();
        try (TestCluster cluster = TestCluster.create(program, directory, CHAIN, List.of(validator), key)) {
            cluster.start();
            cluster.enrolNewChain();
            Member member = cluster.member("a");
            String text = Files.readString(member.configuration());

            Files.writeString(member.configuration(), text + "\n[log]\nlevle = \"warn\"\n");
            hangUp(member);
            awaitLog(member, "RK-1712");
            Program.Outcome refused = member.attempt("reload");
            Files.writeString(member.configuration(), text + "\n[log]\nlevel = \"debug\"\n");
            hangUp(member);
            awaitLog(member, "reloaded: log level debug");

            assertThat(refused.exitCode()).isEqualTo(10);
            assertThat(refused.errors()).contains("levle");
            assertThat(member.isAlive()).isTrue();
            cluster.awaitReady(LIMIT);
        }
    }

    private void renew(Member member) throws IOException, InterruptedException {
        Path tls = member.configuration().resolveSibling("tls");
        Path certificate = directory.resolve(member.name() + ".pem");
        member.command("cluster", "cert", "request");
        program.mustRun(
                LIMIT,
                "cluster",
                "cert",
                "renew",
                "--ca",
                directory.resolve("c/ca").toString(),
                "--member",
                member.name(),
                "--request",
                tls.resolve("member.csr").toString(),
                "--out",
                certificate.toString());
        assertThat(member.command("cluster", "cert", "install", certificate.toString()))
                .contains("in use: TLS");
    }

    /** Of the certificate that a running member shows. */
    private static String serial(Member member) throws IOException, InterruptedException {
        String own = member.command("cluster", "cert", "show")
                .lines()
                .filter(line -> line.contains("(own)"))
                .findFirst()
                .orElseThrow();
        return own.substring(own.lastIndexOf(' ') + 1);
    }

    private static void hangUp(Member member) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder(
                        "kill", "-HUP", String.valueOf(member.process().pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    private static void awaitLog(Member member, String text) {
        Awaitility.await(text)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Files.readString(member.log()).contains(text));
    }
}
