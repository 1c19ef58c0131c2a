package io.raftkms.chaos.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

class ReportPageTest {
    @TempDir
    private Path directory;

    private static SoakResult run(long seed, List<String> violations) {
        return new SoakResult(
                "abc123",
                seed,
                "lan",
                "chaos-tests/soak --seed " + seed,
                "2026-11-23T03:00:00Z",
                "2 processors",
                2,
                131,
                2,
                1,
                25,
                4000,
                120,
                30,
                1,
                List.of(
                        new Felt("kill", "a", 1000, 3000, 600, 0, 0, true),
                        new Felt("kill", "b", 9000, 12_000, 1400, 200, 1, false),
                        new Felt("cut", "a b", 10_000, 11_000, 1400, 900, 1, false)),
                List.of(new SoakResult.Pause("honest-0", 9100, 10_500, true)),
                List.of(20, 25, 0, 5),
                List.of(new SoakResult.Span(120_000, 130_000)),
                violations);
    }

    @Test
    void hasTheFiguresOfEachRunAndOfAllTogether() {
        String page = new ReportPage(List.of(run(1, List.of()), run(2, List.of())), "A race, mended.").text("pictures");

        assertThat(page)
                .contains("| 1 | abc123 | lan | 3 in 2 min | 4000 | 120 | 30 | 1 | 1 | 0 |")
                .contains("| kill | 4 | 0.60 s | 1.40 s | 2 | 0.60 s | 0.60 s | 0.00 s | 0.20 s | 2 |")
                .contains("| cut | 1 | 1.40 s | 1.40 s | 0 |  |  | 0.90 s | 0.90 s | 1 |")
                .contains("**0 violations.** 4000 signatures released, 120 conflicts refused")
                .contains("| honest-0 | 0:10 | 1.40 s | yes | kill of b, cut of a b |")
                .contains("## Found on the way\n\nA race, mended.\n")
                .contains("](pictures/seed-2.svg)");
    }

    @Test
    void saysWhatIsBroken() {
        assertThat(new ReportPage(List.of(run(3, List.of("S1 broken at 5/0/2"))), "").text("pictures"))
                .contains("**1 violations.**", "- S1 broken at 5/0/2")
                .doesNotContain("All runs together");
    }

    @Test
    void comesFromWhatRunsLeftWithAPictureOfEach() throws IOException, ParserConfigurationException, SAXException {
        run(4, List.of()).write(directory);
        SoakResult read = SoakResult.read(directory);
        assertThat(read).isEqualTo(run(4, List.of()));

        Path page = directory.resolve("chaos-report.md");
        new ReportPage(List.of(read), "").write(page);

        Path picture = directory.resolve("chaos-report/seed-4.svg");
        assertThat(page).content().contains("(chaos-report/seed-4.svg)");
        Document svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(picture.toFile());
        assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(Files.readString(picture)).contains("honest-0 waited 1400 ms", ">kill</text>", ">cut</text>");
    }
}
