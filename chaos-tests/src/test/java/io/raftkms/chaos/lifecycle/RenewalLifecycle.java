package io.raftkms.chaos.lifecycle;

import static io.raftkms.chaos.lifecycle.TestValidator.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.judge.Judgement;
import io.raftkms.chaos.judge.Report;
import io.raftkms.chaos.kills.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Members that take new files into use while they sign. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RenewalLifecycle {
    private static final int RATE = 50;

    @RegisterExtension
    static final TestValidator VALIDATOR = new TestValidator("renewal");

    private static TestCluster cluster;

    @BeforeEach
    void allStand() throws Exception {
        cluster = VALIDATOR.shared(VALIDATOR::running);
        cluster.stand();
    }

    @Test
    void certificatesAreRenewedUnderLoadWithoutARestartAndNoVoteIsLost() throws Exception {
        try (Load load = VALIDATOR.load(RATE)) {
            cluster.awaitLinkHolder(LIMIT);
            load.awaitSignatureAfter(0);
            for (Member member : cluster.members()) {
                String before = serial(member);
                renew(member);
                assertThat(serial(member)).isNotEqualTo(before);
            }
            load.stop();
            Judgement judgement = VALIDATOR.judge(load.observations());
            assertThat(judgement.holds()).as(new Report(judgement).text()).isTrue();
            assertThat(judgement.lost()).isEmpty();
            assertThat(judgement.refusals()).isEmpty();
        }
        assertThat(cluster.members()).allMatch(Member::isAlive);
        assertThat(cluster.member("a").command("cluster", "cert", "show")).doesNotContain("no handshake");
    }

    @Test
    void hangUpReloadsAndAFileWithErrorsChangesNothing() throws Exception {
        Member member = cluster.member("a");
        String text = Files.readString(member.configuration());

        Files.writeString(member.configuration(), text + "\n[log]\nlevle = \"warn\"\n");
        member.process().hangUp();
        member.awaitSaid("RK-1712", LIMIT);
        Program.Outcome refused = member.attempt("reload");
        Files.writeString(member.configuration(), text + "\n[log]\nlevel = \"debug\"\n");
        member.process().hangUp();
        member.awaitSaid("reloaded: log level debug", LIMIT);

        assertThat(refused.exitCode()).isEqualTo(10);
        assertThat(refused.errors()).contains("levle");
        assertThat(member.isAlive()).isTrue();
        cluster.awaitReady(LIMIT);
    }

    private void renew(Member member) throws IOException, InterruptedException {
        Path tls = member.configuration().resolveSibling("tls");
        Path certificate = VALIDATOR.directory().resolve(member.name() + ".pem");
        member.command("cluster", "cert", "request");
        VALIDATOR
                .program()
                .mustRun(
                        LIMIT,
                        "cluster",
                        "cert",
                        "renew",
                        "--ca",
                        cluster.homes().resolve("ca").toString(),
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
}
