package io.raftkms.signer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.Identity;
import io.raftkms.consensus.raft.tls.MemberTls;
import io.raftkms.signer.config.ChainSettings;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.ConfigurationFile;
import io.raftkms.signer.config.ConfigurationReading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
    @TempDir
    private Path directory;

    @Test
    void makesTheTreeOfTmkms() throws Exception {
        CommandRun run = CommandRun.in(directory, "init", "home");

        Path home = directory.resolve("home");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(home.resolve("secrets/kms-identity.key")).isRegularFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("secrets"))))
                .isEqualTo("rwx------");
        Configuration configuration = configuration(home.resolve("raftkms.toml"));
        assertThat(configuration.chains()).extracting(ChainSettings::id).containsExactly("cosmoshub-4");
        MemberSettings settings = configuration.memberSettings("", null);
        DataDirectory data = new DataDirectory(home.resolve("data"));
        Identity.read(data).require(data, settings.clusterId(), settings.self());
        Clock clock = Clock.fixed(CommandRun.NOW, ZoneOffset.UTC);
        assertThat(MemberTls.load(settings, "127.0.0.1", clock, (fault, detail) -> {}))
                .isNotNull();
    }

    @Test
    void knowsTheNetworksOfTmkms() {
        CommandRun run = CommandRun.in(directory, "init", "-n", "irishub,sentinelhub,osmosis,core,cosmoshub", "home");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(configuration(directory.resolve("home/raftkms.toml")).chains())
                .extracting(ChainSettings::id)
                .containsExactly("irishub-1", "sentinelhub-2", "osmosis-1", "core-1", "cosmoshub-4");
    }

    @Test
    void suggestsTheNetworkThatWasMeant() {
        CommandRun run = CommandRun.in(directory, "init", "-n", "osmosys", "home");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("did you mean osmosis?");
        assertThat(directory.resolve("home")).doesNotExist();
    }

    @Test
    void addsMembershipToATmkmsHomeAndKeepsTheRest() throws Exception {
        String toml = "[[chain]]\nid = \"c-1\"\n";
        Files.writeString(directory.resolve("tmkms.toml"), toml);
        Files.createDirectory(directory.resolve("secrets"));
        Files.writeString(directory.resolve("secrets/kms-identity.key"), "kept");

        CommandRun run = CommandRun.in(directory, "init", ".");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(directory.resolve("tmkms.toml")).hasContent(toml);
        assertThat(directory.resolve("secrets/kms-identity.key")).hasContent("kept");
        assertThat(directory.resolve("raftkms.toml")).doesNotExist();
        assertThat(directory.resolve("tls/member.pem")).isRegularFile();
        Identity identity = Identity.read(new DataDirectory(directory.resolve("data")));
        assertThat(configuration(directory.resolve("tmkms.toml"))
                        .memberSettings(identity.clusterId(), identity.member())
                        .members())
                .singleElement()
                .matches(member -> member.id().equals(identity.member()));
    }

    @Test
    void overwritesNothingTheSecondTime() throws Exception {
        CommandRun.in(directory, "init", "home");
        String identity = Files.readString(directory.resolve("home/data/identity.json"));

        CommandRun again = CommandRun.in(directory, "init", "home");

        assertThat(again.exitCode()).isEqualTo(11);
        assertThat(again.err()).startsWith("RK-1101 ");
        assertThat(directory.resolve("home/data/identity.json")).hasContent(identity);
    }

    @Test
    void aMemberThatLostItsIdentityDoesNotGetANewOne() throws Exception {
        CommandRun.in(directory, "init", "home");
        Files.delete(directory.resolve("home/data/identity.json"));

        CommandRun again = CommandRun.in(directory, "init", "home");

        assertThat(again.exitCode()).isEqualTo(22);
        assertThat(again.err()).startsWith("RK-2207 ").contains("raftkms.toml is that of member ", " of cluster ");
        assertThat(directory.resolve("home/data/identity.json")).doesNotExist();
    }

    private static Configuration configuration(Path file) {
        ConfigurationReading reading = ConfigurationFile.read(file);
        assertThat(reading).isInstanceOf(ConfigurationReading.Valid.class);
        return ((ConfigurationReading.Valid) reading).configuration();
    }
}
