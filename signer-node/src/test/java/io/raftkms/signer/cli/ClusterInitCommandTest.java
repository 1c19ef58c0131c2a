package io.raftkms.signer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.Identity;
import io.raftkms.consensus.raft.tls.MemberTls;
import io.raftkms.protocol.files.IdentityKeyText;
import io.raftkms.protocol.files.PrivValidatorKeyFile;
import io.raftkms.protocol.files.SecretSeed;
import io.raftkms.protocol.files.SoftsignFormat;
import io.raftkms.protocol.files.SoftsignKey;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.ConfigurationFile;
import io.raftkms.signer.config.ConfigurationReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterInitCommandTest {
    private static final String[] THREE = {
        "--member", "a=10.0.0.1", "--member", "b=signer-b.example.com:300,400,listen=0.0.0.0", "--member", "c=[fd00::3]"
    };

    private static final Clock CLOCK = Clock.fixed(CommandRun.NOW, ZoneOffset.UTC);

    @TempDir
    private Path directory;

    @Test
    void writesHomesThatAreCompleteAndValid() throws Exception {
        try (SecretSeed seed = keyFile()) {
            CommandRun run = init("out", "--key", "key.json");

            assertThat(run.exitCode()).as(run.err()).isZero();
            for (String name : List.of("a", "b", "c")) {
                Path home = directory.resolve("out").resolve(name);
                Configuration configuration = configuration(home);
                MemberSettings settings = configuration.memberSettings("", null);
                assertThat(settings.self().name()).isEqualTo(name);
                DataDirectory data = new DataDirectory(home.resolve("data"));
                Identity.read(data).require(data, settings.clusterId(), settings.self());
                assertThat(MemberTls.load(
                                settings,
                                configuration.cluster().orElseThrow().self().host(),
                                CLOCK,
                                (fault, detail) -> {}))
                        .isNotNull();
                Path key = configuration.keys().get(0).path();
                assertThat(SoftsignKey.parse(SoftsignFormat.BASE64, Files.readAllBytes(key))
                                .sameAs(seed))
                        .isTrue();
                assertThat(CommandRun.in(home, "config", "check", "raftkms.toml")
                                .exitCode())
                        .isZero();
            }
            assertThat(configuration(directory.resolve("out/b"))
                            .cluster()
                            .orElseThrow()
                            .bindHost())
                    .isEqualTo("0.0.0.0");
        }
    }

    @Test
    void everyMemberDialsWithAnIdentityOfItsOwn() throws Exception {
        init("out");

        List<byte[]> keys = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            byte[] content = Files.readAllBytes(directory.resolve("out/" + name + "/secrets/kms-identity.key"));
            keys.add(IdentityKeyText.parse(content).copy());
        }
        assertThat(keys).extracting(Arrays::hashCode).doesNotHaveDuplicates();
    }

    @Test
    void nobodyElseCanReadWhatIsSecret() throws Exception {
        keyFile().destroy();
        init("out", "--key", "key.json");

        try (Stream<Path> files = Files.walk(directory.resolve("out"))) {
            assertThat(files).allSatisfy(path -> {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                boolean readable =
                        path.toString().endsWith(".pem") || path.toString().endsWith(".toml");
                String expected = Files.isDirectory(path) ? "rwx------" : readable ? "rw-r--r--" : "rw-------";
                assertThat(mode).isEqualTo(expected);
            });
        }
    }

    @Test
    void theCaKeyIsInNoHome() throws Exception {
        init("out");
        String caKey = Files.readString(directory.resolve("out/ca/ca.key"));

        try (Stream<Path> files = Files.walk(directory.resolve("out"))) {
            assertThat(files.filter(Files::isRegularFile).filter(file -> !file.startsWith(directory.resolve("out/ca"))))
                    .noneMatch(file -> contains(file, caKey));
        }
    }

    @Test
    void printsNoSecret() throws Exception {
        try (SecretSeed seed = keyFile()) {
            CommandRun run = init("out", "--key", "key.json");

            byte[] text = SoftsignKey.encode(seed);
            assertThat(run.out() + run.err())
                    .doesNotContain(new String(text, StandardCharsets.US_ASCII).substring(0, 20))
                    .doesNotContain("PRIVATE KEY");
        }
    }

    @Test
    void neverOverwrites() throws Exception {
        assertThat(init("out").exitCode()).isZero();
        String before = Files.readString(directory.resolve("out/a/data/identity.json"));

        CommandRun again = init("out");

        assertThat(again.exitCode()).isEqualTo(11);
        assertThat(again.err()).startsWith("RK-1101 ");
        assertThat(directory.resolve("out/a/data/identity.json")).hasContent(before);
        assertThat(directory).isDirectoryNotContaining("glob:**.partial-*");
    }

    @Test
    void takesAnEmptyDirectory() throws Exception {
        Files.createDirectory(directory.resolve("out"));

        assertThat(init("out").exitCode()).isZero();
        assertThat(directory.resolve("out/c/raftkms.toml")).exists();
    }

    @Test
    void severalNodesOfOneValidatorShareItsKey() {
        init("out", "--validator", "unix:///run/node.sock");

        Configuration configuration = configuration(directory.resolve("out/a"));
        assertThat(configuration.validators()).hasSize(2);
        assertThat(configuration.chains().get(0).sharedKey()).isTrue();
    }

    @Test
    void anEvenClusterNeedsItsFlag() {
        String[] two = {
            "cluster",
            "init",
            "--chain-id",
            "c-1",
            "--validator",
            "h:1",
            "--out",
            "two",
            "--member",
            "a=h1",
            "--member",
            "b=h2"
        };

        CommandRun refused = CommandRun.in(directory, two);
        String[] allowed = Arrays.copyOf(two, two.length + 1);
        allowed[two.length] = "--allow-even";
        CommandRun taken = CommandRun.in(directory, allowed);

        assertThat(refused.exitCode()).isEqualTo(10);
        assertThat(refused.err()).startsWith("RK-1015 ");
        assertThat(taken.exitCode()).isZero();
        assertThat(configuration(directory.resolve("two/a"))
                        .cluster()
                        .orElseThrow()
                        .allowEven())
                .isTrue();
    }

    @Test
    void aBadKeyLeavesNothingBehind() throws IOException {
        Files.writeString(directory.resolve("key.json"), "{}");

        CommandRun damaged = init("out", "--key", "key.json");
        CommandRun missing = init("out", "--key", "none.json");

        assertThat(damaged.exitCode()).isEqualTo(12);
        assertThat(damaged.err()).startsWith("RK-1203 ");
        assertThat(missing.err()).startsWith("RK-1102 ");
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void wrongArgumentsAreUsageErrors() {
        assertThat(init("out", "--allow-even", "--member", "d=10.0.0.1").err())
                .contains("port 26670 on 10.0.0.1 is taken by a");
        assertThat(init("out", "--validator", "http://x").err()).contains("tcp://[id@]host:port");
        assertThat(init("out", "--validator", "unix://rel.sock").err()).contains("absolute path");
        assertThat(init("out", "--certificate-days", "9999").exitCode()).isEqualTo(2);
    }

    @Test
    void tellsPerHostWhatToDoAndTheSameAsJson() throws IOException {
        CommandRun text = init("out");
        CommandRun json = init("other", "--json");

        assertThat(text.out())
                .contains("Member a on 10.0.0.1: ports 26670 and 26671")
                .contains("scp -rp " + directory.resolve("out/c") + " '[fd00::3]:raftkms-c'")
                .contains("shred -u")
                .contains("fingerprint")
                .contains("state import");
        JsonNode result = new ObjectMapper().readTree(json.out());
        assertThat(result.get("members")).hasSize(3);
        assertThat(result.get("members").get(1).get("peer_port").asInt()).isEqualTo(400);
    }

    private CommandRun init(String out, String... more) {
        List<String> arguments = new ArrayList<>(List.of("cluster", "init", "--chain-id", "c-1", "--out", out));
        arguments.addAll(List.of("--validator", "tcp://10.0.0.9:26658"));
        arguments.addAll(List.of(THREE));
        arguments.addAll(List.of(more));
        return CommandRun.in(directory, arguments.toArray(String[]::new));
    }

    private SecretSeed keyFile() throws IOException {
        SecretSeed seed = SecretSeed.random(new SecureRandom());
        Files.write(directory.resolve("key.json"), new PrivValidatorKeyFile(seed.ed25519PublicKey(), seed).encode());
        return seed;
    }

    private static Configuration configuration(Path home) {
        ConfigurationReading reading = ConfigurationFile.read(home.resolve("raftkms.toml"));
        assertThat(reading).isInstanceOf(ConfigurationReading.Valid.class);
        return ((ConfigurationReading.Valid) reading).configuration();
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
