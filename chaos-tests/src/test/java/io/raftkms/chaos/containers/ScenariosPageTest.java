package io.raftkms.chaos.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of scenarios in docs/chaos.md has each that is played, with its script, and no other. */
class ScenariosPageTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final Path SOURCES = MODULE.resolve("src/test/java/io/raftkms/chaos/containers");

    private static final Pattern PLAYED = Pattern.compile(
            "@Test\\s+void (\\w+)\\(\\).*?Scenario\\.of\\((?:\"\"\"(.*?)\"\"\"|\"(.*?)\")\\)", Pattern.DOTALL);
    private static final Pattern COMBINED = Pattern.compile("\"(\\d[^\"]*)\"");
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+Chaos(?:#\\w+)?)` \\| (.*?) \\|.*");

    @Test
    void everyScenarioThatIsPlayedIsListedWithItsScript() throws IOException {
        List<String> listed = new ArrayList<>();
        for (String line : Files.readAllLines(MODULE.getParent().resolve("docs/chaos.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                listed.add(row.group(1) + ": " + row.group(2).replace("`", ""));
            }
        }

        assertThat(listed).containsExactlyInAnyOrderElementsOf(played());
    }

    private static List<String> played() throws IOException {
        List<String> played = new ArrayList<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith("Chaos.java")).toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                String source = Files.readString(file);
                if (source.contains("@ValueSource")) {
                    COMBINED.matcher(source).results().forEach(found -> played.add(name + ": " + found.group(1)));
                } else {
                    PLAYED.matcher(source)
                            .results()
                            .forEach(found -> played.add(name + "#" + found.group(1) + ": "
                                    + script(found.group(2) == null ? found.group(3) : found.group(2))));
                }
            }
        }
        return played;
    }

    /** In one line. */
    private static String script(String text) {
        return String.join(
                "; ",
                text.replace("\\n", "\n")
                        .lines()
                        .map(line -> line.strip().replaceAll("\\s+", " "))
                        .filter(line -> !line.isEmpty())
                        .toList());
    }
}
