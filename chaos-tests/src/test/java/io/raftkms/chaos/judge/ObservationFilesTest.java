package io.raftkms.chaos.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files as observers write them, made by hand: each breaks the one promise that its name begins with, and {@code sound.jsonl}
 * none. They are judged by the program that judges what real observers wrote.
 */
class ObservationFilesTest {
    private static final Path FILES = Path.of("src/test/resources/observations");
    private static final Pattern BROKEN = Pattern.compile("(S\\d) broken");

    static List<Path> broken() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.filter(file -> file.getFileName().toString().matches("s\\d-.*\\.jsonl"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("broken")
    void breakTheirOnePromise(Path file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThat(judge(file, out)).isEqualTo(1);

        assertThat(promises(out)).containsExactly(promise(file));
    }

    @Test
    void aSoundOneHolds() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThat(judge(FILES.resolve("sound.jsonl"), out)).isZero();

        assertThat(promises(out)).isEmpty();
    }

    @Test
    void thereAreSomeForEveryPromiseThatIsJudgedFromFiles() throws IOException {
        assertThat(broken().stream().map(ObservationFilesTest::promise).distinct())
                .containsExactly("S1", "S3", "S6", "S7", "S8");
    }

    private static int judge(Path file, ByteArrayOutputStream out) throws IOException {
        PrintStream text = new PrintStream(out, true, StandardCharsets.UTF_8);
        String key = Files.readString(FILES.resolve("public-key")).strip();
        return CheckerMain.run(List.of("--public-key", key, file.toString()), text, text);
    }

    private static String promise(Path file) {
        return file.getFileName().toString().substring(0, 2).toUpperCase(Locale.ROOT);
    }

    private static List<String> promises(ByteArrayOutputStream out) {
        Matcher found = BROKEN.matcher(out.toString(StandardCharsets.UTF_8));
        List<String> promises = new ArrayList<>();
        while (found.find()) {
            promises.add(found.group(1));
        }
        return promises;
    }
}
