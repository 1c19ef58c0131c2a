package io.raftkms.signer.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.protocol.files.SoftsignFormat;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {
    @TempDir
    private Path home;

    @Test
    void readsTheFileOfARealTmkms() throws Exception {
        Path file = resource("tmkms.toml");

        Configuration configuration = valid(ConfigurationFile.read(file)).configuration();

        assertThat(configuration.cluster()).isEmpty();
        assertThat(configuration.chains()).containsExactly(new ChainSettings("tmkms-987", new KeyFormat.Hex(), false));
        ValidatorSettings validator = configuration.validators().get(0);
        assertThat(validator.address()).isEqualTo(new ValidatorAddress.Tcp(Optional.empty(), "127.0.0.1", 26659));
        assertThat(validator.secretKey()).isEqualTo(file.resolveSibling("connection.key"));
        assertThat(configuration.keyOf(validator))
                .isEqualTo(new SoftsignSettings(
                        List.of("tmkms-987"), SoftsignFormat.BASE64, file.resolveSibling("consensus.key")));
    }

    @Test
    void readsEveryKeyThatTmkmsInitWrites() throws Exception {
        ConfigurationReading.Valid valid = valid(ConfigurationFile.read(resource("all-keys.toml")));

        Configuration configuration = valid.configuration();
        assertThat(configuration.chains()).extracting(ChainSettings::id).containsExactly("cosmoshub-3", "irishub");
        assertThat(configuration.chains().get(0).keyFormat())
                .isEqualTo(new KeyFormat.Bech32("cosmospub", "cosmosvalconspub"));
        assertThat(configuration.validators().get(0).address())
                .hasToString("tcp://deadbeefdeadbeefdeadbeefdeadbeefdeadbeef@example1.example.com:26658");
        assertThat(configuration.validators().get(1).maxHeight()).hasValue(500_000);
        assertThat(configuration.keys()).as("account keys are left alone").hasSize(1);
    }

    @Test
    void tellsOnceWhatHasNoEffectAndHowTheStateComesAlong() throws Exception {
        Path file = resource("all-keys.toml");

        List<String> notices = valid(ConfigurationFile.read(file)).notices().stream()
                .map(Notice::text)
                .toList();

        assertThat(notices).hasSize(3);
        assertThat(notices)
                .filteredOn(text -> text.contains("protocol_version, reconnect, sign_extensions, timeout"))
                .hasSize(1);
        assertThat(notices)
                .anyMatch(text -> text.contains("raftkms state import -c " + file
                        + " --chain-id cosmoshub-3 /home/kms/state/cosmoshub-3-consensus.json"));
    }

    @Test
    void readsAMemberOfACluster() {
        Configuration configuration = parse("""
                [cluster]
                id = "c-1-ab"
                self = "b"
                timeout_min_ms = 200
                timeout_max_ms = 450
                links = "leader"
                [[cluster.member]]
                name = "a"
                nonce = "0000000000000001"
                host = "signer-a.example.com"
                [[cluster.member]]
                name = "b"
                nonce = "0000000000000002"
                host = "signer-b.example.com"
                raft_port = 30000
                peer_port = 30001
                [[cluster.member]]
                name = "c"
                nonce = "0000000000000003"
                host = "10.0.0.3"
                [tls]
                key = "/etc/raftkms/b.key"
                [log]
                format = "json"
                level = "debug"
                """);

        MemberSettings settings = configuration.memberSettings("unused", new MemberId("z", "000000000000000f"));
        assertThat(settings.clusterId()).isEqualTo("c-1-ab");
        assertThat(settings.self()).hasToString("b#0000000000000002");
        assertThat(settings.bindHost())
                .as("a name may resolve to loopback here")
                .isEqualTo("0.0.0.0");
        assertThat(settings.members())
                .extracting(MemberSettings.Member::raftPort)
                .containsExactly(26670, 30000, 26670);
        assertThat(settings.timeouts())
                .isEqualTo(new MemberSettings.Timeouts(Duration.ofMillis(200), Duration.ofMillis(450)));
        assertThat(settings.tls().ca()).isEqualTo(home.resolve("tls/ca.pem"));
        assertThat(settings.tls().key()).isEqualTo(Path.of("/etc/raftkms/b.key"));
        assertThat(configuration.links()).isEqualTo(LinkMode.LEADER);
        assertThat(configuration.log()).isEqualTo(new LogSettings(LogSettings.Format.JSON, LogSettings.Level.DEBUG));
    }

    @Test
    void withoutClusterTheIdentitySaysWhoTheOnlyMemberIs() {
        Configuration configuration = parse("[log]\nlevel = \"info\"\n");
        MemberId id = new MemberId("a", "0000000000000001");

        MemberSettings settings = configuration.memberSettings("single-1", id);

        assertThat(settings.members()).containsExactly(new MemberSettings.Member(id, "127.0.0.1", 26670, 26671));
        assertThat(settings.clusterId()).isEqualTo("single-1");
        assertThat(settings.dataDirectory()).isEqualTo(home.resolve("data"));
        assertThat(configuration.admin().socket()).isEqualTo(home.resolve("data/admin.sock"));
        assertThat(configuration.http().listen()).hasToString("127.0.0.1:26680");
        assertThat(configuration.links()).isEqualTo(LinkMode.ALL);
    }

    @Test
    void severalNodesShareAKeyOrNameTheirOwn() {
        Configuration configuration = parse("""
                [[chain]]
                id = "c-1"
                shared_key = true
                [[providers.softsign]]
                chain_ids = ["c-1"]
                path = "one"
                [[providers.softsign]]
                chain_ids = ["c-1"]
                path = "two"
                [[validator]]
                chain_id = "c-1"
                addr = "tcp://[::1]:26658"
                key = "one"
                [[validator]]
                chain_id = "c-1"
                addr = "10.0.0.2:26658"
                key = "two"
                [[validator]]
                chain_id = "c-1"
                addr = "unix://node.sock"
                key = "two"
                """);

        assertThat(configuration.validators())
                .extracting(validator -> validator.address() + " "
                        + configuration.keyOf(validator).path().getFileName())
                .containsExactly(
                        "tcp://[::1]:26658 one",
                        "tcp://10.0.0.2:26658 two",
                        "unix://" + home.resolve("node.sock") + " two");
    }

    @Test
    void warnsWhenTheReadSideLeavesLoopback() {
        ConfigurationReading reading =
                ConfigurationFile.parse("[http]\nlisten = \"0.0.0.0:26680\"\n", home.resolve("raftkms.toml"));

        assertThat(valid(reading).notices())
                .singleElement()
                .matches(notice -> notice.text().contains("firewall"));
    }

    @Test
    void saysWhyAFileCannotBeRead() throws IOException {
        Path binary = Files.write(home.resolve("binary.toml"), new byte[] {(byte) 0xff, 0});
        Path huge = Files.write(home.resolve("huge.toml"), new byte[(1 << 20) + 1]);

        assertThat(onlyProblem(home.resolve("none.toml")).fault()).isEqualTo(ConfigurationFault.FILE_MISSING);
        assertThat(onlyProblem(home).text()).contains("is a directory");
        assertThat(onlyProblem(binary).text()).contains("UTF-8");
        assertThat(onlyProblem(huge).fault()).isEqualTo(ConfigurationFault.FILE_UNREADABLE);
    }

    @Test
    void aDeepHomeNeedsAnAdminSocketElsewhere() {
        Path deep = Path.of("/h".repeat(60), "raftkms.toml");

        ConfigurationReading reading = ConfigurationFile.parse("[log]\nlevel = \"info\"\n", deep);

        assertThat(((ConfigurationReading.Invalid) reading).problems())
                .singleElement()
                .matches(problem -> problem.fault() == ConfigurationFault.SOCKET_PATH);
        assertThat(ConfigurationFile.parse("[admin]\nsocket = \"/run/a.sock\"\n", deep))
                .isInstanceOf(ConfigurationReading.Valid.class);
    }

    @Test
    void findsTheFileByVariableThenByName() throws IOException {
        assertThat(ConfigurationLocation.find(Map.of(), home)).isEmpty();

        Path tmkms = Files.createFile(home.resolve("tmkms.toml"));
        assertThat(ConfigurationLocation.find(Map.of(), home)).contains(tmkms);

        Path raftkms = Files.createFile(home.resolve("raftkms.toml"));
        assertThat(ConfigurationLocation.find(Map.of(), home)).contains(raftkms);
        assertThat(ConfigurationLocation.find(Map.of("TMKMS_CONFIG_FILE", "/t.toml"), home))
                .contains(Path.of("/t.toml"));
        assertThat(ConfigurationLocation.find(
                        Map.of("TMKMS_CONFIG_FILE", "/t.toml", "RAFTKMS_CONFIG_FILE", "r.toml"), home))
                .contains(home.resolve("r.toml"));
    }

    private Configuration parse(String toml) {
        return valid(ConfigurationFile.parse(toml, home.resolve("raftkms.toml")))
                .configuration();
    }

    private static Problem onlyProblem(Path file) {
        List<Problem> problems = ((ConfigurationReading.Invalid) ConfigurationFile.read(file)).problems();
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    private static ConfigurationReading.Valid valid(ConfigurationReading reading) {
        assertThat(reading).isInstanceOf(ConfigurationReading.Valid.class);
        return (ConfigurationReading.Valid) reading;
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(ConfigurationFileTest.class.getResource("/tmkms/" + name).toURI());
    }
}
