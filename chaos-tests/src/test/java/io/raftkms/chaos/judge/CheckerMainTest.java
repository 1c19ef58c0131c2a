package io.raftkms.chaos.judge;

import static io.raftkms.chaos.judge.TestSigner.block;
import static io.raftkms.chaos.judge.TestSigner.precommit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.raftkms.chaos.wire.Kind;
import io.raftkms.chaos.wire.MalformedException;
import io.raftkms.chaos.wire.Position;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckerMainTest {
    @TempDir
    private Path directory;

    private final TestSigner signer = new TestSigner();
    private final ObservationFormat format = new ObservationFormat();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int check(String... arguments) {
        return CheckerMain.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("seen.jsonl"), text);
    }

    private String signedAt(long height, int block) {
        return format.write(signer.asked(precommit(height, block(block)), height * 10)) + "\n"
                + format.write(signer.signed(precommit(height, block(block)), height * 10, height * 10 + 1)) + "\n";
    }

    @Test
    void endsWithZeroWhenEverythingHolds() throws IOException {
        Path json = directory.resolve("report.json");

        int code = check(
                "--public-key",
                signer.publicKey(),
                "--json",
                json.toString(),
                file(signedAt(1, 1) + signedAt(2, 1)).toString());

        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("HOLDS: no height/round/step was signed twice\n");
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(report.path("holds").asBoolean()).isTrue();
        assertThat(report.path("signatures").asInt()).isEqualTo(2);
    }

    @Test
    void endsWithOneAndNamesLinesWhenAPositionWasSignedTwice() throws IOException {
        int code = check(
                "--public-key",
                signer.publicKey(),
                file(signedAt(1, 1) + signedAt(1, 2)).toString());

        assertThat(code).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("S1 broken", "seen.jsonl:2, seen.jsonl:4");
    }

    @Test
    void endsWithOneWhenNothingWasSigned() throws IOException {
        assertThat(check("--public-key", signer.publicKey(), file("").toString()))
                .isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("EMPTY");
    }

    @Test
    void leavesOutALineThatWasBeingWritten() throws IOException {
        String cut = format.write(signer.signed(precommit(1, block(2)), 1, 2)).substring(0, 100);

        assertThat(check(
                        "--public-key",
                        signer.publicKey(),
                        file(signedAt(1, 1) + cut).toString()))
                .isZero();
    }

    @Test
    void endsWithTwoWhenALineIsDamaged() throws IOException {
        for (String damaged : List.of("{", "{\"event\":\"signature\"}", "{\"event\":\"wink\"}", "[]", "")) {
            assertThat(check(
                            "--public-key",
                            signer.publicKey(),
                            file(signedAt(1, 1) + damaged + "\n" + signedAt(2, 1))
                                    .toString()))
                    .as(damaged)
                    .isEqualTo(2);
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("seen.jsonl:3");
    }

    @Test
    void endsWithTwoForWrongArguments() throws IOException {
        String file = file(signedAt(1, 1)).toString();
        assertThat(check()).isEqualTo(2);
        assertThat(check(file)).isEqualTo(2);
        assertThat(check("--public-key", signer.publicKey())).isEqualTo(2);
        assertThat(check("--public-key")).isEqualTo(2);
        assertThat(check("--wat", "x", file)).isEqualTo(2);
        assertThat(check("--public-key", signer.publicKey(), file + ".missing")).isEqualTo(2);
    }

    @Test
    void readsTheFormatThatObserversWrite() throws MalformedException {
        String line = "{\"event\":\"signature\",\"validator\":\"v\",\"connection\":\"1@ab\",\"kind\":\"proposal\","
                + "\"chain_id\":\"c\",\"height\":9223372036854775807,\"round\":2,\"step\":1,\"sign_bytes\":\"00ff\","
                + "\"signature\":\"aa\",\"public_key\":\"bb\",\"begin\":1700000000000000001,"
                + "\"end\":1700000000000000002}";

        Observation read = format.read(line, "f:1");

        assertThat(read)
                .isEqualTo(new Observation(
                        Observation.Event.SIGNATURE,
                        "v",
                        "1@ab",
                        Kind.PROPOSAL,
                        "c",
                        new Position(Long.MAX_VALUE, 2, 1),
                        "00ff",
                        "aa",
                        "bb",
                        1_700_000_000_000_000_001L,
                        1_700_000_000_000_000_002L,
                        "f:1"));
        assertThat(format.write(read)).isEqualTo(line);
    }
}
