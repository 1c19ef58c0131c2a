package io.raftkms.chaos.teeth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowTest {
    private static final Ending CLEAN = ending(6);

    @TempDir
    private Path directory;

    private final Variant variant =
            new Variant("forgets", "it forgets", List.of(), new AskedAgain(), Set.of("S1", "S2"));

    private static Ending ending(int signatures, Finding... findings) {
        return new Ending(List.of(findings), List.of("it ended"), signatures, 2, Duration.ofSeconds(7));
    }

    @Test
    void isCaughtByOneOfThoseThatShouldAfterAsManySignatures() {
        Row row = Row.of(
                variant,
                ending(8, new Finding("S3", "x", 2), new Finding("S2", "y", 5), new Finding("S1", "z", 8)),
                CLEAN);

        assertThat(row.caught()).isTrue();
        assertThat(row.by()).containsExactly("S3", "S2", "S1");
        assertThat(row.after()).isEqualTo(5);
        assertThat(row.sound()).isEqualTo("clean: 6 signed, 2 refused; it ended");
    }

    @Test
    void isNotCaughtByOthersOrByNobody() {
        assertThat(Row.of(variant, ending(8, new Finding("S6", "x", 2)), CLEAN).caught())
                .isFalse();
        assertThat(Row.of(variant, ending(8), CLEAN).caught()).isFalse();
        assertThat(Row.of(variant, ending(8), CLEAN).text()).contains("NOTHING");
    }

    @Test
    void isNotCaughtIfSomethingWasFoundOfTheSoundSigner() {
        Finding found = new Finding("S1", "x", 2);

        Row row = Row.of(variant, ending(8, found), ending(6, found));

        assertThat(row.caught()).isFalse();
        assertThat(row.sound()).startsWith("NOT CLEAN");
        assertThat(row.details()).contains("of the sound signer: S1 x");
    }

    @Test
    void isNotCaughtAfterTooManySignaturesOrTooLong() {
        Ending late = ending(2_001, new Finding("S1", "x", 2_001));
        Ending slow = new Ending(
                List.of(new Finding("S1", "x", 2)),
                List.of(),
                8,
                0,
                Duration.ofMinutes(5).plusMillis(1));

        assertThat(Row.of(variant, late, CLEAN).caught()).isFalse();
        assertThat(Row.of(variant, slow, CLEAN).caught()).isFalse();
    }

    @Test
    void isReadAsItWasWritten() throws IOException {
        Result result = new Result("abc", "a machine", Row.of(variant, ending(8, new Finding("S1", "x", 2)), CLEAN));

        result.write(directory);

        assertThat(Result.read(directory, "forgets")).isEqualTo(result);
        assertThatIllegalStateException()
                .isThrownBy(() -> Result.read(directory, "another"))
                .withMessageContaining("chaos-tests/teeth another makes it");
    }
}
