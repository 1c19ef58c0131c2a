package io.raftkms.signer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.Identity;
import io.raftkms.consensus.raft.tls.MemberTls;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.ConfigurationFile;
import io.raftkms.signer.config.ConfigurationReading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterAddCommandTest {
    private static final Clock CLOCK = Clock.fixed(CommandRun.NOW, ZoneOffset.UTC);

    @TempDir
    private Path directory;

    @BeforeEach
    void makeACluster() {
        CommandRun run = CommandRun.in(
                directory,
                "cluster",
                "init",
                "--chain-id",
                "c-1",
                "--validator",
                "tcp://10.0.0.9:26658",
                "--member",
                "a=10.0.0.1",
                "--member",
                "b=10.0.0.2",
                "--member",
                "c=10.0.0.3",
                "--out",
                "out");
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void makesAHomeThatJoins() throws Exception {
        CommandRun run = add("d=10.0.0.4", "d", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        Configuration configuration = configuration("d");
        MemberSettings settings = configuration.memberSettings("", null);
        assertThat(settings.members())
                .hasSize(4)
                .contains(configuration.cluster().orElseThrow().self());
        assertThat(settings.self().name()).isEqualTo("d");
        assertThat(configuration.validators()).hasSize(1);
        assertThat(configuration.validators().get(0).secretKey()).exists();
        Identity identity = Identity.read(new DataDirectory(directory.resolve("d/data")));
        assertThat(identity.joins()).isTrue();
        assertThat(identity.member()).isEqualTo(settings.self());
        assertThat(MemberTls.load(settings, "10.0.0.4", CLOCK, (fault, detail) -> {}))
                .isNotNull();
        JsonNode made = new ObjectMapper().readTree(run.out());
        assertThat(made.path("member").asText()).isEqualTo(settings.self() + "=10.0.0.4:26670,26671");
        assertThat(made.path("missing_keys").get(0).asText()).isEqualTo("secrets/c-1-consensus.key");
    }

    @Test
    void trustsBothAuthoritiesWhileTheClusterChangesItsOwn() throws Exception {
        CommandRun next = CommandRun.in(directory, "cluster", "cert", "new-ca", "--ca", "out/ca", "--out", "ca2");
        assertThat(next.exitCode()).as(next.err()).isZero();

        CommandRun run = CommandRun.in(
                directory, "cluster", "add", "d=10.0.0.4", "--ca", "ca2", "--out", "d", "-c", "out/a/raftkms.toml");

        assertThat(run.exitCode()).as(run.err()).isZero();
        MemberSettings settings = configuration("d").memberSettings("", null);
        MemberTls tls = MemberTls.load(settings, "10.0.0.4", CLOCK, (fault, detail) -> {});
        assertThat(tls.authorities()).hasSize(2);
    }

    @Test
    void refusesWhomTheOthersRefuse() throws Exception {
        Files.writeString(directory.resolve("out/a/tls/revoked.txt"), "0a0b stolen\n");
        Files.writeString(directory.resolve("out/ca/revoked.txt"), "0a0b stolen\n0c\n");

        assertThat(add("d=10.0.0.4", "d").exitCode()).isZero();

        assertThat(directory.resolve("d/tls/revoked.txt")).hasContent("0a0b stolen\n0c\n");
        assertThat(MemberTls.load(
                        configuration("d").memberSettings("", null), "10.0.0.4", CLOCK, (fault, detail) -> {}))
                .isNotNull();
    }

    /** The file it is made after may name more or fewer members than the group has. */
    @Test
    void startsWhateverTheNumberOfVotersInTheOtherFile() {
        for (String name : List.of("d", "e")) {
            assertThat(CommandRun.in(
                                    directory,
                                    "cluster",
                                    "add",
                                    name + (name.equals("d") ? "=10.0.0.4" : "=10.0.0.5"),
                                    "--ca",
                                    "out/ca",
                                    "--out",
                                    name,
                                    "-c",
                                    name.equals("d") ? "out/a/raftkms.toml" : "d/raftkms.toml")
                            .exitCode())
                    .isZero();
            assertThat(configuration(name).cluster().orElseThrow().allowEven()).isTrue();
        }
        assertThat(configuration("e").cluster().orElseThrow().members()).hasSize(5);
    }

    @Test
    void listenerHasNeitherKeysNorLinks() {
        CommandRun run = add("audit=10.0.0.5", "audit", "--listener");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("--listener").doesNotContain("softsign import");
        Configuration configuration = configuration("audit");
        assertThat(configuration.isListener()).isTrue();
        assertThat(configuration.validators()).isEmpty();
        assertThat(configuration.keys()).isEmpty();
    }

    @Test
    void tellsWhatToDoNext() {
        CommandRun run = add("d=10.0.0.4", "d");

        assertThat(run.out())
                .contains(
                        "softsign import", "scp -rp", "raftkms start", "raftkms cluster add 'd#", "[[cluster.member]]");
    }

    @Test
    void anotherClustersAuthorityIsRefused() throws Exception {
        CommandRun other = CommandRun.in(
                directory,
                "cluster",
                "init",
                "--chain-id",
                "c-2",
                "--validator",
                "tcp://10.0.0.9:26658",
                "--member",
                "a=10.0.0.1",
                "--out",
                "other");
        assertThat(other.exitCode()).isZero();

        CommandRun run = CommandRun.in(
                directory,
                "cluster",
                "add",
                "d=10.0.0.4",
                "--ca",
                "other/ca",
                "--out",
                "d",
                "-c",
                "out/a/raftkms.toml");

        assertThat(run.exitCode()).isEqualTo(13);
        assertThat(run.err()).contains("RK-1703", "is the CA of");
        assertThat(Files.exists(directory.resolve("d"))).isFalse();
    }

    @Test
    void refusesATakenNameAndHalfAnOption() {
        assertThat(add("a=10.0.0.4", "d").exitCode()).isEqualTo(22);
        assertThat(CommandRun.in(directory, "cluster", "add", "d=1.2.3.4", "--out", "d", "-c", "out/a/raftkms.toml")
                        .exitCode())
                .isEqualTo(2);
        CommandRun noNonce = CommandRun.in(directory, "cluster", "add", "d=1.2.3.4", "-c", "out/a/raftkms.toml");
        assertThat(noNonce.exitCode()).isEqualTo(2);
        assertThat(noNonce.err()).contains("NAME#NONCE=HOST:RAFT,PEER");
    }

    private CommandRun add(String member, String out, String... more) {
        List<String> words = new ArrayList<>(
                List.of("cluster", "add", member, "--ca", "out/ca", "--out", out, "-c", "out/a/raftkms.toml"));
        words.addAll(List.of(more));
        return CommandRun.in(directory, words.toArray(String[]::new));
    }

    private Configuration configuration(String home) {
        ConfigurationReading reading =
                ConfigurationFile.read(directory.resolve(home).resolve("raftkms.toml"));
        assertThat(reading).isInstanceOf(ConfigurationReading.Valid.class);
        return ((ConfigurationReading.Valid) reading).configuration();
    }
}
