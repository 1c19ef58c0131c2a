package io.raftkms.signer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.ConfigurationFile;
import io.raftkms.signer.config.ConfigurationReading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A renewal with files and commands alone; no member runs. */
class CertificateCommandsTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void makeACluster() {
        run(
                0,
                "cluster",
                "init",
                "--chain-id",
                "c",
                "--member",
                "a=10.0.0.1",
                "--member",
                "b=host-b.example.com",
                "--member",
                "c=[fd00::3]",
                "--validator",
                "tcp://127.0.0.1:1",
                "--out",
                "out");
    }

    @Test
    void renewsEveryKindOfHostAndTheKeyStaysOnTheMember() throws Exception {
        for (String name : new String[] {"a", "b", "c"}) {
            Path tls = directory.resolve("out/" + name + "/tls");
            String before = Files.readString(tls.resolve("member.pem"));
            request(name);
            Path key = tls.resolve("member.key.new");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
            String secret = Files.readString(key);

            CommandRun renewed = renew(0, name, "out/ca", name + ".pem");
            CommandRun installed = install(0, name, name + ".pem");

            assertThat(renewed.out()).contains("member " + name + "#", "serial number");
            assertThat(installed.out()).contains("the member does not run; its next start uses it");
            assertThat(Files.readString(tls.resolve("member.pem"))).isNotEqualTo(before);
            assertThat(Files.readString(tls.resolve("member.key"))).isEqualTo(secret);
            assertThat(key).doesNotExist();
            assertThat(tls.resolve("member.csr")).doesNotExist();
        }
    }

    @Test
    void pendingRequestIsNotOverwritten() {
        request("a");

        CommandRun again = run(11, "cluster", "cert", "request", "-c", "out/a/raftkms.toml");

        assertThat(again.err()).contains("member.key.new", "pending", "to begin again");
    }

    @Test
    void requestOfAnotherMemberOrClusterIsRefused() {
        request("a");
        assertThat(run(
                                13,
                                "cluster",
                                "cert",
                                "renew",
                                "--ca",
                                "out/ca",
                                "--member",
                                "b",
                                "--request",
                                "out/a/tls/member.csr",
                                "--out",
                                "x.pem")
                        .err())
                .contains("RK-1702", "is of member a, not of b");
        run(
                0,
                "cluster",
                "init",
                "--chain-id",
                "c",
                "--member",
                "a=10.0.0.1",
                "--validator",
                "tcp://127.0.0.1:1",
                "--out",
                "other");
        assertThat(renew(13, "a", "other/ca", "x.pem").err()).contains("RK-1702", "is for cluster");
        assertThat(directory.resolve("x.pem")).doesNotExist();
    }

    @Test
    void changedRequestIsRefused() throws Exception {
        request("a");
        Path request = directory.resolve("out/a/tls/member.csr");
        Files.writeString(request, "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n");

        assertThat(renew(13, "a", "out/ca", "x.pem").err()).contains("RK-1702", "member.csr");
    }

    @Test
    void certificateOfAnotherMemberIsNotInstalledAndNothingChanges() throws Exception {
        request("a");
        request("b");
        renew(0, "b", "out/ca", "b.pem");
        Path certificate = directory.resolve("out/a/tls/member.pem");
        String before = Files.readString(certificate);

        CommandRun refused = install(13, "a", "b.pem");

        assertThat(refused.err()).contains("RK-1302", "is not the key of the certificate");
        assertThat(Files.readString(certificate)).isEqualTo(before);
        assertThat(directory.resolve("out/a/tls/member.key.new")).exists();
    }

    @Test
    void installThatWasInterruptedBetweenItsTwoFilesCanBeRunAgain() throws Exception {
        request("a");
        renew(0, "a", "out/ca", "a.pem");
        Files.copy(
                directory.resolve("a.pem"),
                directory.resolve("out/a/tls/member.pem"),
                StandardCopyOption.REPLACE_EXISTING);

        install(0, "a", "a.pem");

        assertThat(install(13, "a", "a.pem").err()).contains("installed already");
    }

    @Test
    void newAuthorityComesWithABundleOfBoth() throws Exception {
        CommandRun made = run(0, "cluster", "cert", "new-ca", "--ca", "out/ca", "--out", "ca2");

        assertThat(made.out()).contains("CA fingerprint (SHA-256): ");
        String bundle = Files.readString(directory.resolve("ca2/ca.pem"));
        assertThat(bundle).contains(Files.readString(directory.resolve("out/ca/ca.pem")));
        request("a");
        renew(0, "a", "ca2", "a.pem");
        assertThat(install(13, "a", "a.pem").err()).contains("was not issued by the CA of this cluster");
        Files.writeString(directory.resolve("out/a/tls/ca.pem"), bundle);
        install(0, "a", "a.pem");
    }

    @Test
    void certificateNeverOutlivesTheAuthority() {
        request("a");

        CommandRun renewed = run(
                0,
                "cluster",
                "cert",
                "renew",
                "--ca",
                "out/ca",
                "--member",
                "a",
                "--request",
                "out/a/tls/member.csr",
                "--out",
                "a.pem",
                "--days",
                "36500");

        assertThat(renewed.out())
                .contains(CommandRun.NOW.plus(Duration.ofDays(3650)).toString());
    }

    @Test
    void directoryWithoutTheKeyIsNoAuthority() throws Exception {
        request("a");
        Files.delete(directory.resolve("out/ca/ca.key"));

        assertThat(renew(13, "a", "out/ca", "x.pem").err()).contains("RK-1703", "ca.key does not exist");
    }

    @Test
    void showNeedsARunningMember() {
        assertThat(run(15, "cluster", "cert", "show", "-c", "out/a/raftkms.toml")
                        .err())
                .contains("nobody listens on " + configuration().admin().socket());
        assertThat(run(15, "reload", "-c", "out/a/raftkms.toml").err()).contains("nobody listens");
    }

    private Configuration configuration() {
        ConfigurationReading reading = ConfigurationFile.read(directory.resolve("out/a/raftkms.toml"));
        return ((ConfigurationReading.Valid) reading).configuration();
    }

    private void request(String name) {
        run(0, "cluster", "cert", "request", "-c", "out/" + name + "/raftkms.toml");
    }

    private CommandRun renew(int exitCode, String name, String ca, String out) {
        return run(
                exitCode,
                "cluster",
                "cert",
                "renew",
                "--ca",
                ca,
                "--member",
                name,
                "--request",
                "out/" + name + "/tls/member.csr",
                "--out",
                out);
    }

    private CommandRun install(int exitCode, String name, String certificate) {
        return run(exitCode, "cluster", "cert", "install", "-c", "out/" + name + "/raftkms.toml", certificate);
    }

    private CommandRun run(int exitCode, String... arguments) {
        CommandRun run = CommandRun.in(directory, arguments);
        assertThat(run.exitCode())
                .as(String.join(" ", arguments) + "\n" + run.err())
                .isEqualTo(exitCode);
        return run;
    }
}
