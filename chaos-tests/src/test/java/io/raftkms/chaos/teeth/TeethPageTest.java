package io.raftkms.chaos.teeth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the page shows what was played; and that what it shows is of today's variants. */
class TeethPageTest {
    private static final Path PAGE = Path.of("").toAbsolutePath().getParent().resolve("docs/chaos.md");

    @TempDir
    private Path directory;

    private void play(String commit, boolean caught, Variant variant) throws IOException {
        new Result(
                        commit,
                        "a machine",
                        new Row(
                                variant.name(),
                                variant.scene().name(),
                                caught,
                                List.of("S1", "S2"),
                                5,
                                12.4,
                                "clean: 6 signed, 2 refused",
                                List.of()))
                .write(directory);
    }

    private void playAll() throws IOException {
        for (Variant variant : Theatre.variants()) {
            play("abc1234", true, variant);
        }
    }

    @Test
    void hasARowForEachVariantAndALineForEachScene() throws IOException {
        playAll();

        assertThat(TeethPage.of(directory).text())
                .startsWith("Commit abc1234, a machine:\n")
                .contains(
                        "| `trusts-wiped-disk` | whoever says that it is fresh may join | a wiped disk | S1, S2 | 5 | 12 |"
                                + " clean: 6 signed, 2 refused |\n",
                        "| asked at once | A member alone has two nodes");
    }

    @Test
    void isNotMadeWithoutOneOfThemOrOfOneThatWasNotCaught() throws IOException {
        playAll();
        play("abc1234", false, Theatre.variants().get(3));
        assertThatIllegalStateException()
                .isThrownBy(() -> TeethPage.of(directory))
                .withMessageContaining("was not caught");

        Files.delete(directory.resolve(Theatre.names().get(3) + ".json"));
        assertThatIllegalStateException()
                .isThrownBy(() -> TeethPage.of(directory))
                .withMessageContaining(Theatre.names().get(3));
    }

    @Test
    void namesTheRowsOfAnotherCommit() throws IOException {
        playAll();
        play("def5678", true, Theatre.variants().get(3));

        assertThat(TeethPage.of(directory).text())
                .startsWith("Commit abc1234, a machine; `" + Theatre.names().get(3) + "` at def5678:\n");
    }

    @Test
    void isNotMadeAtACommitThatNobodyElseHas() throws IOException {
        for (String commit : List.of("abc1234-dirty", "unknown")) {
            playAll();
            play(commit, true, Theatre.variants().get(3));

            assertThatIllegalStateException()
                    .isThrownBy(() -> TeethPage.of(directory))
                    .withMessageContaining("was played at " + commit);
        }
    }

    /** Row for row, in their order: what is typed by hand, or left from another variant, does not stand. */
    @Test
    void thePageInTheProjectIsOfTodaysVariants() throws IOException {
        String page = Files.readString(PAGE, StandardCharsets.UTF_8);
        String part = page.substring(page.indexOf("<!-- teeth -->"), page.indexOf("<!-- end of teeth -->"));

        assertThat(part).endsWith("\n\n" + TeethPage.scenes());
        List<String> rows = part.lines().filter(line -> line.startsWith("| `")).toList();
        assertThat(rows).hasSameSizeAs(Theatre.variants());
        for (int i = 0; i < rows.size(); i++) {
            Variant variant = Theatre.variants().get(i);
            assertThat(rows.get(i)).startsWith(TeethPage.begin(variant));
            assertCaught(rows.get(i).substring(TeethPage.begin(variant).length()), variant);
        }
    }

    private static void assertCaught(String rest, Variant variant) {
        Matcher row = Pattern.compile("([^|]+) \\| (\\d+) \\| (\\d+) \\| clean: \\d+ signed.* \\|")
                .matcher(rest);
        assertThat(row.matches()).as(rest).isTrue();
        assertThat(Set.of(row.group(1).split(", "))).containsAnyElementsOf(variant.caughtBy());
        assertThat(Integer.parseInt(row.group(2))).isBetween(1, Row.SIGNATURES);
        assertThat(Long.parseLong(row.group(3))).isLessThanOrEqualTo(Row.TIME.toSeconds());
    }
}
