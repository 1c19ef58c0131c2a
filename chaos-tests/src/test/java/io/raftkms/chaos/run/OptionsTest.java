package io.raftkms.chaos.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {
    private static final String USAGE = "usage: [--seed S] [--minutes M] [--out DIR]";

    @Test
    void keepsDefaultsThatNobodyGave() {
        Options options = Options.parse(USAGE, Map.of("--minutes", "40"), "--seed", "7");

        assertThat(options.number("--minutes")).isEqualTo(40);
        assertThat(options.seed()).isEqualTo(7);
        assertThat(options.line("soak")).isEqualTo("soak --minutes 40 --seed 7");
    }

    @Test
    void drawsASeedOnceAndPutsItIntoTheLine() {
        Options options = Options.parse(USAGE, Map.of());
        long seed = options.seed();

        assertThat(options.seed()).isEqualTo(seed);
        assertThat(options.line("soak")).isEqualTo("soak --seed " + seed);
    }

    @Test
    void leavesOutOfTheLineWhatSaysNothingOfTheRun() {
        Options options = Options.parse(USAGE, Map.of(), "--seed", "7", "--out", "somewhere");

        assertThat(options.without("--out").line("soak")).isEqualTo("soak --seed 7");
    }

    @Test
    void takesADirectoryThatIsFreeUnlessOneWasGiven(@TempDir Path directory) throws IOException {
        String otherwise = directory.resolve("bundle").toString();
        Options none = Options.parse(USAGE, Map.of());
        assertThat(none.newDirectory("--out", otherwise)).isEqualTo(directory.resolve("bundle"));

        Files.createDirectory(directory.resolve("bundle"));
        Files.createDirectory(directory.resolve("bundle-2"));
        assertThat(none.newDirectory("--out", otherwise)).isEqualTo(directory.resolve("bundle-3"));

        Options given = Options.parse(USAGE, Map.of(), "--out", otherwise);
        assertThatThrownBy(() -> given.newDirectory("--out", "elsewhere")).hasMessageContaining("is there already");
    }

    @Test
    void refusesWhatItDoesNotKnowAndNamesWithoutValues() {
        assertThatThrownBy(() -> Options.parse(USAGE, Map.of(), "--minute", "3"))
                .hasMessageContaining(USAGE);
        assertThatThrownBy(() -> Options.parse(USAGE, Map.of(), "--seed")).hasMessageContaining("--seed?");
    }
}
