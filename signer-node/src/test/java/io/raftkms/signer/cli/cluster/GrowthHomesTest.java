package io.raftkms.signer.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.Identity;
import io.raftkms.signer.admin.ClusterReport;
import io.raftkms.signer.admin.MemberFacts;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.ConfigurationFile;
import io.raftkms.signer.config.ConfigurationReading;
import io.raftkms.signer.growth.Growth;
import io.raftkms.signer.home.MemberPlan;
import io.raftkms.signer.message.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowthHomesTest {
    private static final String KEY = "not looked at";
    private static final String LOCAL = "tcp://127.0.0.1:26658";

    @TempDir
    private Path directory;

    private Environment environment;
    private Path configuration;

    @BeforeEach
    void makeAClusterOfOne() throws Exception {
        environment = new Environment(
                Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC),
                new SecureRandom(),
                Map.of(),
                directory);
        Path home = Files.createDirectories(directory.resolve("one"));
        Files.createDirectories(home.resolve("secrets"));
        Files.writeString(home.resolve("secrets/c-1.key"), KEY);
        configuration = home.resolve("tmkms.toml");
        Files.writeString(configuration, """
                [[chain]]
                id = "c-1"
                key_format = { type = "hex" }
                [[chain]]
                id = "c-2"
                key_format = { type = "hex" }
                [[validator]]
                chain_id = "c-1"
                addr = "tcp://127.0.0.1:26658"
                secret_key = "secrets/kms-identity.key"
                [[validator]]
                chain_id = "c-2"
                addr = "tcp://10.0.0.9:26658"
                secret_key = "secrets/kms-identity.key"
                [[providers.softsign]]
                chain_ids = ["c-1"]
                key_type = "consensus"
                path = "secrets/c-1.key"
                [[providers.softsign]]
                chain_ids = ["c-2"]
                key_type = "consensus"
                path = "/etc/keys/c-2.key"
                """);
    }

    @Test
    void everyNewHomeSignsAsTheOldOneWithAnIdentityOfItsOwn() throws Exception {
        GrowthHomes homes = homes(Map.of(LOCAL, "tcp://10.0.0.8:26658"), "10.0.0.1", "10.0.0.2", "10.0.0.3");
        Path out = directory.resolve("out");

        Growth written = homes.write(homes.planned(old()), out);

        assertThat(Growth.in(out)).contains(written);
        assertThat(written.keysElsewhere()).containsExactly("/etc/keys/c-2.key");
        assertThat(written.keys()).containsExactly(new Growth.Key("c-1", "aa"));
        assertThat(written.caFingerprint()).isNotEmpty();
        for (String name : List.of("a", "b", "c")) {
            Configuration made = read(out.resolve(name).resolve("raftkms.toml"));
            assertThat(made.cluster().orElseThrow().id()).isEqualTo(written.clusterId());
            assertThat(made.cluster().orElseThrow().members()).hasSize(3);
            assertThat(made.cluster().orElseThrow().allowEven()).isFalse();
            assertThat(made.validators())
                    .extracting(one -> one.address().toString())
                    .containsExactly("tcp://10.0.0.8:26658", "tcp://10.0.0.9:26658");
            assertThat(made.validators().get(0).secretKey()).exists();
            Path key = out.resolve(name).resolve("secrets/c-1.key");
            assertThat(key).hasContent(KEY);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
            Identity identity =
                    Identity.read(new DataDirectory(out.resolve(name).resolve("data")));
            assertThat(identity.joins()).isFalse();
            assertThat(identity.member().name()).isEqualTo(name);
        }
    }

    @Test
    void addressOfThisMachineIsOfNoUseElsewhere() {
        assertThatThrownBy(() ->
                        homes(Map.of(), "10.0.0.1", "127.0.0.1", "127.0.0.1").planned(old()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("RK-2709")
                .hasMessageContaining(LOCAL + " is reached from this machine only");
        assertThat(homes(Map.of(), "127.0.0.1", "127.0.0.1", "127.0.0.1").planned(old()))
                .isNotNull();
    }

    @Test
    void addressThatNobodyHasIsNamed() {
        assertThatThrownBy(() -> homes(Map.of("tcp://1.1.1.1:1", "tcp://2.2.2.2:2"), "10.0.0.1", "10.0.0.2", "10.0.0.3")
                        .planned(old()))
                .hasMessageContaining("no validator node at tcp://1.1.1.1:1");
    }

    @Test
    void homesOfOthersAreNotTaken() throws Exception {
        GrowthHomes homes = homes(Map.of(), "127.0.0.1", "127.0.0.1", "127.0.0.1");
        Path out = directory.resolve("out");
        Growth written = homes.write(homes.planned(old()), out);

        written.requireMembers(out, plans("127.0.0.1", "127.0.0.1", "127.0.0.1"));
        written.requireFrom(out, "single-1", "one#0101010101010101");
        assertThatThrownBy(() -> written.requireMembers(out, plans("127.0.0.1", "127.0.0.2", "127.0.0.1")))
                .hasMessageContaining("RK-2711");
        assertThatThrownBy(() -> written.requireFrom(out, "single-2", "one#0101010101010101"))
                .hasMessageContaining("RK-2711");
        Files.writeString(out.resolve(Growth.FILE), "{\"form\": 1");
        assertThatThrownBy(() -> Growth.in(out)).hasMessageContaining("RK-2711");
    }

    private GrowthHomes homes(Map<String, String> validators, String... hosts) {
        return new GrowthHomes(environment, read(configuration), plans(hosts), validators);
    }

    private List<MemberPlan> plans(String... hosts) {
        List<MemberArgument> members = new ArrayList<>();
        for (int i = 0; i < hosts.length; i++) {
            members.add(MemberArgument.parse(
                    List.of("a", "b", "c").get(i) + "=" + hosts[i] + ":" + (26670 + 2 * i) + ",http=" + (26680 + i)));
        }
        return new MemberPlans(environment.random()).plan(members);
    }

    private static ClusterReport old() {
        MemberFacts facts = new MemberFacts("1", List.of(), List.of(new MemberFacts.Key("c-1", "aa", true)));
        ClusterReport.Member self = new ClusterReport.Member(
                "one", "0101010101010101", "127.0.0.1:26670", "leader", true, null, null, facts);
        return new ClusterReport(true, null, null, "single-1", "one", "one", 1, 1, 1, List.of(self), List.of());
    }

    private static Configuration read(Path file) {
        ConfigurationReading reading = ConfigurationFile.read(file);
        assertThat(reading).isInstanceOf(ConfigurationReading.Valid.class);
        return ((ConfigurationReading.Valid) reading).configuration();
    }
}
