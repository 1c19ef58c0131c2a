package io.raftkms.signer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.signer.export.Bundle;
import io.raftkms.signer.export.SignedBundle;
import io.raftkms.signer.home.CertificateAuthority;
import io.raftkms.signer.home.Credential;
import io.raftkms.signer.recovery.RecoveryFile;
import io.raftkms.signer.recovery.RecoveryRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on files that were changed since they were written, and a command that only a person may run. */
class RefusedFilesTest {
    private static final MemberId MEMBER = new MemberId("a", "0123456789abcdef");

    @TempDir
    private Path directory;

    @Test
    void changedBundleAndThatOfAnotherClusterAreRefused() throws Exception {
        CertificateAuthority authority = authority();
        Files.writeString(directory.resolve("ca.pem"), authority.own().certificatePem());
        Files.writeString(directory.resolve("other.pem"), authority().own().certificatePem());
        Credential member = authority.issue(MEMBER, "127.0.0.1", Duration.ofDays(730));
        Bundle bundle = Bundle.of("cluster-1", MEMBER.toString(), CommandRun.NOW, 42, LedgerState.EMPTY);
        byte[] file = SignedBundle.sign(bundle, member.certificate(), member.key(), new SecureRandom());
        Files.write(directory.resolve("bundle"), file);
        assertThat(verify("bundle", "ca.pem").exitCode()).isZero();

        String changed = new String(file, StandardCharsets.UTF_8).replace("42", "43");
        Files.writeString(directory.resolve("changed"), changed);
        assertRefused(verify("changed", "ca.pem"), 22, "RK-2508 ", "changed: ");
        assertRefused(verify("bundle", "other.pem"), 22, "RK-2508 ", "not from this CA");
        Files.writeString(directory.resolve("text"), "no bundle");
        assertRefused(verify("text", "ca.pem"), 22, "RK-2508 ", "text: ");
    }

    @Test
    void changedRecoveryFileIsRefusedBeforeAnybodyIsAsked() throws Exception {
        Home.cluster(directory.resolve("homes"));
        RecoveryRecord record = new RecoveryRecord(
                RecoveryRecord.WARNING,
                "old-1",
                "new-1",
                "2026-11-22T12:00:00Z",
                "operator",
                50,
                false,
                List.of(),
                List.of(),
                List.of(new RecoveryRecord.KeyFloor(
                        "chain-1", "ed25519", "aa", "7/0/prevote", "old/a", 57, true, false)),
                List.of());
        String text = new String(RecoveryFile.encode(record), StandardCharsets.UTF_8);
        Files.writeString(directory.resolve("recovery.json"), text.replace("57", "56"));

        CommandRun run = CommandRun.in(directory, "state", "recover", "-c", "homes/a/raftkms.toml", "recovery.json");

        assertRefused(run, 22, "RK-2558 ", "recovery.json: its content does not fit its hash: it was changed");
    }

    /** A test has no terminal, as no script has one. */
    @Test
    void markIsNotLoweredWithoutAPerson() throws Exception {
        Home.cluster(directory.resolve("homes"));

        CommandRun run = CommandRun.in(
                directory, "state", "lower", "-c", "homes/a/raftkms.toml", "--chain-id", Home.CHAIN, "--height", "5");

        assertRefused(
                run,
                22,
                "RK-2504 Lowering not confirmed",
                "there is no terminal to ask on",
                "To do: Run the command on a terminal");
    }

    private CommandRun verify(String bundle, String ca) {
        return CommandRun.in(directory, "state", "verify", bundle, "--ca", ca);
    }

    private static void assertRefused(CommandRun run, int exitCode, String... said) {
        assertThat(run.err()).contains(said).contains("To do: ");
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
    }

    private static CertificateAuthority authority() {
        return CertificateAuthority.create(
                "cluster-1", Clock.fixed(CommandRun.NOW, ZoneOffset.UTC), new SecureRandom(), Duration.ofDays(3650));
    }
}
