package io.raftkms.signer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * What a clumsy operator does to a member before it starts: each has its own message code, the exit code of its class and
 * a text that names the remedy; nothing shows a stack trace or a key. Damage to what a running member left behind is in
 * chaos-tests.
 */
class BadInputTest {
    private static final Instant NOW = CommandRun.NOW;
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    private static Path directory;

    private static String secret;
    private static String othersSecret;

    private interface Damage {
        void to(Home home) throws IOException;
    }

    /**
     * @param command {@code HOME} stands for the home
     * @param says what must be in the text, one after the other with … between, among it what to do
     */
    private record Row(String name, Damage damage, Instant at, String command, String code, int exit, String says) {
        Row at(Instant other) {
            return new Row(name, damage, other, command, code, exit, says);
        }

        @Override
        public String toString() {
            return name + ": " + code;
        }
    }

    private static Row start(String name, Damage damage, String code, int exit, String says) {
        return new Row(name, damage, NOW, "start -c HOME/raftkms.toml", code, exit, says);
    }

    private static Row check(String name, Damage damage, String code, int exit, String says) {
        return new Row(name, damage, NOW, "config check HOME/raftkms.toml", code, exit, says);
    }

    private static Row command(String name, String command, String code, int exit, String says) {
        return new Row(name, home -> {}, NOW, command, code, exit, says);
    }

    @BeforeAll
    static void clusters() throws IOException {
        secret = Home.cluster(directory.resolve("own"));
        othersSecret = Home.cluster(directory.resolve("other"));
    }

    /** A start leaves marks on its process, which is ours here. */
    @AfterEach
    void restoreTheProcess() throws Exception {
        Thread.setDefaultUncaughtExceptionHandler(null);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"configurations", "keys", "states", "certificates", "checks", "commands"})
    @Timeout(value = 30, unit = TimeUnit.SECONDS)
    void isToldWithItsCodeAndItsRemedy(Row row, @TempDir Path place) throws IOException {
        Home home = new Home(directory.resolve("own/a")).copyTo(place.resolve("home"));
        row.damage().to(home);

        String[] arguments =
                row.command().replace("HOME", home.path().toString()).split(" ");
        CommandRun run = CommandRun.at(row.at(), place, arguments);

        assertThat(run.err())
                .startsWith(row.code() + " ")
                .containsSubsequence(row.says().split("…"));
        assertThat(run.exitCode()).isEqualTo(row.exit());
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .doesNotContain("\tat ", "Exception", secret, othersSecret)
                .contains(run.err().lines().count() > 3 ? "docs/messages.md" : "To do: ");
    }

    /** What start refuses of keys and TLS material is known before. */
    static Stream<Row> checks() {
        return Stream.concat(keys(), certificates())
                .map(row -> new Row(
                        row.name(),
                        row.damage(),
                        row.at(),
                        "config check HOME/raftkms.toml",
                        row.code(),
                        row.exit(),
                        row.name().equals("no certificate") ? "the file of [tls], …, does not exist" : row.says()));
    }

    static Stream<Row> configurations() {
        return Stream.of(
                check(
                        "mistyped key",
                        home -> home.edit("raft_port = 41910", "raft_prt = 41910"),
                        "RK-1004",
                        10,
                        "did you mean \"raft_port\"?"),
                start(
                        "unknown key",
                        home -> home.append("colour = \"red\"\n"),
                        "RK-1004",
                        10,
                        "raftkms.toml:47:1: unknown key \"colour\""),
                start(
                        "missing key",
                        home -> home.edit("[[chain]]\nid", "[[chain]]\n#"),
                        "RK-1005",
                        10,
                        "[[chain]] lacks id"),
                start("text for a number", home -> home.edit("41910", "\"41910\""), "RK-1006", 10, "raft_port"),
                start("number out of range", home -> home.edit("41910", "80000"), "RK-1007", 10, "1 to 65535"),
                start(
                        "address of no kind",
                        home -> home.edit("tcp://127.0.0.1:41950", "http://x"),
                        "RK-1008",
                        10,
                        "tcp://"),
                start("bracket left open", home -> home.append("[log\n"), "RK-1003", 10, "raftkms.toml:47:5: "),
                start(
                        "binary garbage",
                        home -> Home.write(home.configuration(), new byte[] {-1, 0, -2, 7}),
                        "RK-1002",
                        11,
                        "not UTF-8"),
                start("empty file", home -> Home.write(home.configuration(), ""), "RK-1005", 10, "empty"),
                start(
                        "only comments",
                        home -> Home.write(home.configuration(), "# soon\n"),
                        "RK-1005",
                        10,
                        "commented out"),
                start(
                        "ten megabytes",
                        home -> Home.write(home.configuration(), "#".repeat(10 * MEBIBYTE)),
                        "RK-1002",
                        11,
                        "more than 1048576 bytes"),
                start(
                        "a million brackets",
                        home -> Home.write(home.configuration(), "a=" + "[".repeat(MEBIBYTE / 2)),
                        "RK-1003",
                        10,
                        "too deep"),
                start(
                        "a directory",
                        home -> Home.directoryInsteadOf(home.configuration()),
                        "RK-1002",
                        11,
                        "there is no raftkms.toml"),
                start("no file", home -> Files.delete(home.configuration()), "RK-1001", 11, "raftkms init HOME"),
                start("link to itself", BadInputTest::linkToItself, "RK-1002", 11, "symbolic links"),
                start("forbidden file", home -> unreadable(home.configuration()), "RK-1002", 11, "cannot be read: "),
                start(
                        "chain of a node not configured",
                        home -> home.edit("chain_id = \"chain-1\"", "chain_id = \"chain-2\""),
                        "RK-1010",
                        10,
                        "did you mean \"chain-1\"?"),
                start("even cluster", home -> home.edit(memberC(home), ""), "RK-1015", 10, "allow_even = true"),
                start(
                        "own name unknown",
                        home -> home.edit("self = \"a\"", "self = \"d\""),
                        "RK-1014",
                        10,
                        "there are a, b, c"),
                start(
                        "path too long for a socket",
                        home -> home.append("[admin]\nsocket = \"" + "d".repeat(120) + "\"\n"),
                        "RK-1016",
                        10,
                        "choose a shorter one"),
                start("provider of tmkms", home -> home.append("[[providers.yubihsm]]\n"), "RK-1017", 10, "softsign"),
                start(
                        "hook of tmkms",
                        home -> home.edit("[[validator]]", "state_hook = { cmd = [\"x\"] }\n[[validator]]"),
                        "RK-1018",
                        10,
                        "state init"));
    }

    static Stream<Row> keys() {
        return Stream.of(
                start("no key", home -> Files.delete(home.key()), "RK-1201", 12, " does not exist… softsign import"),
                start(
                        "key others can read",
                        home -> Home.mode(home.key(), "rw-r--r--"),
                        "RK-1202",
                        12,
                        "run: chmod 600"),
                start("link to a key others can read", BadInputTest::linkToOpenKey, "RK-1202", 12, "run: chmod 600"),
                start(
                        "connection key others can read",
                        home -> Home.mode(home.path().resolve("secrets/kms-identity.key"), "rw-r--r--"),
                        "RK-1202",
                        12,
                        "kms-identity.key has mode 0644"),
                start(
                        "TLS key others can read",
                        home -> Home.mode(home.tls("member.key"), "rw-r--r--"),
                        "RK-1202",
                        12,
                        "member.key has mode 0644"),
                start("empty key", home -> Home.write(home.key(), ""), "RK-1203", 12, "Import the key again"),
                start(
                        "half a key",
                        home -> Home.write(home.key(), secret.substring(0, 20)),
                        "RK-1203",
                        12,
                        "base64 of 32 bytes, an Ed25519 seed… Import the key again"),
                start(
                        "garbage for a key",
                        home -> Home.write(home.key(), new byte[] {-1, 0, 9, 8}),
                        "RK-1203",
                        12,
                        "not base64"),
                start(
                        "key of a megabyte",
                        home -> Home.write(home.key(), "A".repeat(MEBIBYTE)),
                        "RK-1203",
                        12,
                        "more than 4096 bytes"),
                start(
                        "directory for a key",
                        home -> Home.directoryInsteadOf(home.key()),
                        "RK-1103",
                        11,
                        "is a directory"),
                start("forbidden key", home -> unreadable(home.key()), "RK-1103", 11, "cannot be read: "));
    }

    static Stream<Row> states() {
        return Stream.of(
                start(
                        "no identity",
                        home -> Files.delete(home.data("identity.json")),
                        "RK-2010",
                        20,
                        "raftkms init HOME"),
                start(
                        "no data directory",
                        BadInputTest::withoutData,
                        "RK-2010",
                        20,
                        "There is no identity at … If a volume is not mounted"),
                start("file for a data directory", BadInputTest::fileForData, "RK-1404", 14, " is no directory. "),
                start(
                        "empty identity",
                        home -> Home.write(home.data("identity.json"), ""),
                        "RK-2001",
                        20,
                        "Replace the member"),
                start(
                        "edited identity",
                        BadInputTest::editedIdentity,
                        "RK-2001",
                        20,
                        "The identity file … is damaged: … does not fit its checksum"),
                start(
                        "directory for an identity",
                        home -> Home.directoryInsteadOf(home.data("identity.json")),
                        "RK-2302",
                        23,
                        "Cannot read … Is a directory"),
                start(
                        "identity of another member",
                        home -> take("own/b/data/identity.json", home),
                        "RK-2101",
                        21,
                        "another member: b#"),
                start(
                        "identity of another cluster",
                        home -> take("other/a/data/identity.json", home),
                        "RK-2101",
                        21,
                        "The identity … is of a member of another cluster: …, while the configuration is of …"),
                start(
                        "cluster table lost",
                        home -> Home.write(home.configuration(), "[log]\n"),
                        "RK-2101",
                        21,
                        "Put [cluster]"),
                start(
                        "empty run record",
                        home -> Home.write(home.data("run.json"), ""),
                        "RK-2002",
                        20,
                        "Replace the member"),
                start(
                        "watermark without a run record",
                        home -> Home.write(home.data("watermark"), "x"),
                        "RK-2011",
                        20,
                        "Replace the member"),
                start(
                        "Raft data of another group",
                        home -> Home.write(
                                home.data("raft/11111111-2222-3333-4444-555555555555/current/raft-meta"), "x"),
                        "RK-2102",
                        21,
                        "another cluster"));
    }

    static Stream<Row> certificates() {
        return Stream.of(
                start(
                        "no certificate",
                        home -> Files.delete(home.tls("member.pem")),
                        "RK-1301",
                        13,
                        "member.pem is not there. It comes from the directory that cluster init wrote"),
                start(
                        "forbidden certificate",
                        home -> unreadable(home.tls("ca.pem")),
                        "RK-1301",
                        13,
                        "cannot be read: "),
                start(
                        "empty certificate",
                        home -> Home.write(home.tls("member.pem"), ""),
                        "RK-1302",
                        13,
                        "Copy all three files"),
                start("garbage for a CA", home -> Home.write(home.tls("ca.pem"), "x"), "RK-1302", 13, "ca.pem"),
                start(
                        "directory for a CA",
                        home -> Home.directoryInsteadOf(home.tls("ca.pem")),
                        "RK-1302",
                        13,
                        "no regular file"),
                start(
                        "garbage for a TLS key",
                        home -> Home.write(home.tls("member.key"), "x"),
                        "RK-1302",
                        13,
                        "BEGIN PRIVATE KEY"),
                start(
                        "TLS key of another member",
                        home -> take("own/b/tls/member.key", home),
                        "RK-1302",
                        13,
                        "is not the key of the certificate"),
                start(
                        "CA of another cluster",
                        home -> take("other/a/tls/ca.pem", home),
                        "RK-1302",
                        13,
                        "not issued by the CA of this cluster"),
                start(
                        "certificate of another member",
                        BadInputTest::certificateOfB,
                        "RK-1305",
                        13,
                        "The certificate in … names … in its common name, and this member is … Copy the tls/ directory"),
                start(
                        "configuration of another cluster",
                        home -> home.edit("id = \"chain-1-", "id = \"chain-2-"),
                        "RK-1305",
                        13,
                        "Copy the tls/ directory"),
                start(
                                "expired certificate",
                                home -> {},
                                "RK-1303",
                                13,
                                "The certificate in … expired at … Issue a new one")
                        .at(NOW.plus(Duration.ofDays(731))),
                start(
                                "certificate of tomorrow",
                                home -> {},
                                "RK-1304",
                                13,
                                "The certificate in … and this host's clock says …")
                        .at(NOW.minus(Duration.ofDays(30))));
    }

    static Stream<Row> commands() {
        return Stream.of(
                command("no configuration anywhere", "start", "RK-1001", 11, "-c FILE"),
                command("unknown command", "clutser", "RK-0002", 2, "--help"),
                command("unknown option", "start --fast", "RK-0002", 2, "--help"),
                command(
                        "chain not configured",
                        "state init -c HOME/raftkms.toml --chain-id chain-9 --new-chain",
                        "RK-1020",
                        10,
                        "it has chain-1"),
                command(
                        "member down",
                        "cluster status -c HOME/raftkms.toml",
                        "RK-1501",
                        15,
                        "nobody listens on …raftkms start -c FILE"),
                command(
                        "no state file",
                        "state import -c HOME/raftkms.toml --chain-id chain-1 HOME/none.json",
                        "RK-1102",
                        11,
                        "none.json"),
                command(
                        "directory for a state file",
                        "state import -c HOME/raftkms.toml --chain-id chain-1 HOME",
                        "RK-1103",
                        11,
                        "directory"),
                command(
                        "even cluster at init",
                        "cluster init --chain-id c --member a=h1 --member b=h2 --validator tcp://h:1 --out HOME/new",
                        "RK-1015",
                        10,
                        "--allow-even"),
                command(
                        "init into a full directory",
                        "cluster init --chain-id c --member a=h1 --validator tcp://h:1 --out HOME",
                        "RK-1101",
                        11,
                        "not an empty directory"),
                command(
                        "damaged key at init",
                        "cluster init --chain-id c --member a=h1 --validator tcp://h:1 --key HOME/raftkms.toml --out HOME/new",
                        "RK-1203",
                        12,
                        "Import the key again"),
                command("home of a member at init", "init HOME", "RK-1101", 11, "initialized before"),
                command(
                        "key over a key",
                        "softsign keygen HOME/secrets/chain-1-consensus.key",
                        "RK-1101",
                        11,
                        "never overwritten"),
                command(
                        "key where there is no directory",
                        "softsign keygen HOME/none/key",
                        "RK-1104",
                        11,
                        "directory does not exist"));
    }

    @Test
    void acceptsWhatEditorsOfOtherSystemsWrite(@TempDir Path place) throws IOException {
        Home home = new Home(directory.resolve("own/a")).copyTo(place.resolve("my höme"));
        String text = Files.readString(home.configuration());

        Home.write(home.configuration(), "\uFEFF" + text.replace("\n", "\r\n"));

        CommandRun run =
                CommandRun.in(place, "config", "check", home.configuration().toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void oneMistakeIsOneMessage(@TempDir Path place) throws IOException {
        Home home = new Home(directory.resolve("own/a")).copyTo(place.resolve("home"));
        home.edit("raft_port = 41900", "raft_prt = 41900");
        home.edit("key_type = \"consensus\"", "key_typ = \"consensus\"");

        CommandRun run =
                CommandRun.in(place, "config", "check", home.configuration().toString());

        assertThat(run.err().lines()).filteredOn(line -> line.startsWith("RK-")).hasSize(2);
        assertThat(run.err()).contains("raft_prt", "key_typ").doesNotContain("RK-1011", "RK-1014", "RK-1015");
    }

    @Test
    void showsNoMoreErrorsThanSomebodyReads(@TempDir Path place) throws IOException {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            many.append("key").append(i).append(" = 1\n");
        }
        Home.write(place.resolve("many.toml"), many.toString().getBytes(StandardCharsets.UTF_8));

        CommandRun run = CommandRun.in(place, "config", "check", "many.toml");

        assertThat(run.err().lines()).hasSize(101);
        assertThat(run.err())
                .endsWith("5000 errors, the first 100 of them here; docs/messages.md explains the codes.\n");
    }

    private static String memberC(Home home) throws IOException {
        String text = Files.readString(home.configuration());
        int begin = text.lastIndexOf("[[cluster.member]]");
        return text.substring(begin, text.indexOf("[http]"));
    }

    private static void take(String file, Home home) throws IOException {
        Path from = directory.resolve(file);
        Path to = home.path().resolve(from.getParent().getFileName()).resolve(from.getFileName());
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static void certificateOfB(Home home) throws IOException {
        take("own/b/tls/member.key", home);
        take("own/b/tls/member.pem", home);
    }

    private static void editedIdentity(Home home) throws IOException {
        Path file = home.data("identity.json");
        Home.write(file, Files.readString(file).replace("\"a\"", "\"b\""));
    }

    private static void withoutData(Home home) throws IOException {
        Files.delete(home.data("identity.json"));
        Files.delete(home.path().resolve("data"));
    }

    private static void fileForData(Home home) throws IOException {
        withoutData(home);
        Home.write(home.path().resolve("data"), "");
    }

    private static void linkToItself(Home home) throws IOException {
        Files.delete(home.configuration());
        Files.createSymbolicLink(home.configuration(), home.configuration().getFileName());
    }

    private static void linkToOpenKey(Home home) throws IOException {
        Path elsewhere = home.path().resolve("elsewhere");
        Files.move(home.key(), elsewhere);
        Home.mode(elsewhere, "rw-r--r--");
        Files.createSymbolicLink(home.key(), elsewhere);
    }

    /** The superuser reads whatever the mode says; but reading one's own memory at address 0 fails for everybody. */
    private static void unreadable(Path file) throws IOException {
        Home.mode(file, "---------");
        if (Files.isReadable(file)) {
            Files.delete(file);
            Files.createSymbolicLink(file, Path.of("/proc/self/mem"));
        }
    }
}
