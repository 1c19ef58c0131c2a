package io.raftkms.signer.cli.softsign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.raftkms.protocol.files.PrivValidatorKeyFile;
import io.raftkms.protocol.files.SecretSeed;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.Program;
import io.raftkms.signer.key.KeyFault;
import io.raftkms.signer.key.KeyFaultException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands as an operator gives them. */
class SoftsignCommandTest {
    /** Of the public protocol vectors: seed, public key and address belong together. */
    private static final ByteString SEED =
            ByteString.fromHex("9d834d3fcac4ee25536b70e15376febb697861ab573405d8b89290417fd16070");

    private static final String SEED_TEXT = Base64.getEncoder().encodeToString(SEED.toByteArray());
    private static final String PUBLIC_TEXT = "VWpDbxIY0wlC7+eYQg9R3JtqMRuSnFeCV0V9BcX88jA=";
    private static final String ADDRESS = "DC52D5CF8DFD1793D71038B342A29B01AD8A5D63";

    @TempDir
    private Path dir;

    private record Result(int exitCode, String out, String err, Optional<KeyFault> fault) {}

    @Test
    void keygenMakesAPrivateKeyThatShowReads() throws Exception {
        Path file = dir.resolve("consensus.key");

        Result made = run("keygen", file.toString());
        Result shown = run("show", file.toString());

        assertThat(made.exitCode).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(made.out).contains("wrote a new consensus key to " + file).endsWith(shown.out);
        assertThat(made.out + made.err + shown.out + shown.err).doesNotContain(Files.readString(file));
    }

    @Test
    void twoNewKeysDiffer() throws Exception {
        run("keygen", "-t", "consensus", dir.resolve("a").toString());
        run("keygen", dir.resolve("b").toString());

        assertThat(Files.readString(dir.resolve("a"))).isNotEqualTo(Files.readString(dir.resolve("b")));
    }

    @Test
    void keygenNeverOverwrites() throws Exception {
        Path file = Files.writeString(dir.resolve("old"), "old");

        assertThat(run("keygen", file.toString()).fault).contains(KeyFault.KEY_FILE_EXISTS);
        assertThat(file).hasContent("old");
    }

    @Test
    void keygenRefusesAccountKeysByName() {
        Path file = dir.resolve("account.key");

        assertThat(run("keygen", "-t", "account", file.toString()).fault).contains(KeyFault.KEY_TYPE_UNSUPPORTED);
        assertThat(file).doesNotExist();
    }

    @Test
    void importTakesTheSeedOutOfAKeyFile() throws Exception {
        Path in = keyFile("rw-------");
        Path out = dir.resolve("out.key");

        Result result = run("import", in.toString(), out.toString());

        assertThat(result.exitCode).isZero();
        assertThat(result.err).isEmpty();
        assertThat(out).hasContent(SEED_TEXT);
        assertThat(result.out)
                .contains(PUBLIC_TEXT)
                .contains(ADDRESS)
                .doesNotContain(SEED_TEXT)
                .doesNotContain(SEED_TEXT.substring(0, 40));
    }

    @Test
    void importWarnsOfAnInputThatOthersCouldRead() throws Exception {
        Result result = run(
                "import",
                "-f",
                "json",
                keyFile("rw-r--r--").toString(),
                dir.resolve("out").toString());

        assertThat(result.exitCode).isZero();
        assertThat(result.err).startsWith("warning: ").contains("0644").contains("chmod 600");
    }

    @Test
    void importNeverOverwritesAndNamesWhatIsWrong() throws Exception {
        Path in = keyFile("rw-------");
        Path old = Files.writeString(dir.resolve("old"), "old");
        Path damaged = Files.writeString(dir.resolve("damaged"), "{");

        assertThat(run("import", in.toString(), old.toString()).fault).contains(KeyFault.KEY_FILE_EXISTS);
        assertThat(run("import", damaged.toString(), dir.resolve("out").toString()).fault)
                .contains(KeyFault.KEY_FILE_DAMAGED);
        assertThat(run(
                                "import",
                                dir.resolve("none").toString(),
                                dir.resolve("out").toString())
                        .fault)
                .contains(KeyFault.KEY_FILE_MISSING);
        assertThat(old).hasContent("old");
        assertThat(dir.resolve("out")).doesNotExist();
    }

    @Test
    void showPrintsEveryFormOfThePublicKey() throws Exception {
        Result result = run(
                "show", "-f", "json", "--prefix", "osmo", keyFile("rw-------").toString());

        assertThat(result.out)
                .contains(PUBLIC_TEXT)
                .contains("556A436F1218D30942EFE798420F51DC9B6A311B929C578257457D05C5FCF230")
                .contains("{\"@type\":\"/cosmos.crypto.ed25519.PubKey\",\"key\":\"" + PUBLIC_TEXT + "\"}")
                .contains(ADDRESS)
                .contains("osmovalcons1");
    }

    @Test
    void showPrintsJson() throws Exception {
        Path file = keyFile("rw-------");

        Result result = run("show", "-f", "json", "--json", file.toString());

        JsonNode json = new ObjectMapper().readTree(result.out);
        assertThat(json.get("file").textValue()).isEqualTo(file.toString());
        assertThat(json.get("type").textValue()).isEqualTo("ed25519");
        assertThat(json.get("public_key").textValue()).isEqualTo(PUBLIC_TEXT);
        assertThat(json.get("public_key_hex").textValue()).startsWith("556A436F");
        assertThat(json.get("address").textValue()).isEqualTo(ADDRESS);
        assertThat(json.get("consensus_address").textValue()).startsWith("cosmosvalcons1");
    }

    @Test
    void showRefusesAFileThatOthersCanRead() throws Exception {
        assertThat(run("show", "-f", "json", keyFile("rw-r--r--").toString()).fault)
                .contains(KeyFault.KEY_FILE_PERMISSIONS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "keygen",
                "keygen -t vote FILE",
                "keygen --prefix UPPER FILE",
                "keygen FILE --prefix aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "import FILE",
                "import -f base64 FILE OUT",
                "show -f yaml FILE",
                "destroy FILE",
            })
    void wrongArgumentsAreUsageErrorsAndLeaveNothingBehind(String line) throws Exception {
        String[] arguments =
                line.replace("FILE", dir.resolve("file").toString()).trim().split(" ");

        Result result = run(line.isEmpty() ? new String[0] : arguments);

        assertThat(result.exitCode).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(result.fault).isEmpty();
        try (var left = Files.list(dir)) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"keygen --help", "import -h", "show --help", "--help"})
    void helpIsThere(String line) {
        StringWriter out = new StringWriter();
        CommandLine root = Program.commandLine(Environment.ofProcess());
        root.setOut(new PrintWriter(out));

        int exitCode = root.execute(("softsign " + line).split(" "));

        assertThat(exitCode).isZero();
        assertThat(out.toString()).startsWith("Usage: raftkms softsign");
    }

    private Path keyFile(String mode) throws Exception {
        SecretSeed seed = SecretSeed.copyOf(SEED.toByteArray());
        Path file = dir.resolve("priv_validator_key.json");
        Files.writeString(
                file,
                new String(
                        new PrivValidatorKeyFile(seed.ed25519PublicKey(), seed).encode(), StandardCharsets.US_ASCII));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        KeyFault[] fault = new KeyFault[1];
        CommandLine commands = new CommandLine(new SoftsignCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    fault[0] = ((KeyFaultException) e).fault();
                    return 12;
                });
        int exitCode = commands.execute(arguments);
        return new Result(exitCode, out.toString(), err.toString(), Optional.ofNullable(fault[0]));
    }
}
