package io.raftkms.signer.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** docs/failure-modes.md is written by hand; what it says of codes, exit codes, texts and tests is held to the code here. */
class FailureModesPageTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern CODE = Pattern.compile("RK-[0-9]{4}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern TEST_CASE = Pattern.compile("`(\\w+)#(\\w+)`(?: \"([^\"]+)\")?");
    private static final Pattern TEST_CLASS = Pattern.compile("`(\\w+(?:Test|IT|Lifecycle))\\b");
    private static final Pattern EXIT = Pattern.compile("runs on|[0-9]+(?: or [0-9]+)* (stays down|restarted|command)");
    private static final Pattern SHOWN = Pattern.compile("`([^`]+)`");
    /** Command names, as in "found by `audit verify`": what is typed, not what is seen. */
    private static final Pattern TYPED = Pattern.compile("(?:audit|cluster|log|state) [a-z-]+");
    /** Ends of a part of a sentence beside `…`. */
    private static final Pattern EDGE = Pattern.compile("^[\\s.,:;]+|[\\s.,:;]+$");

    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
    private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");
    private static final Map<String, MessageCode> TABLE =
            Arrays.stream(MessageCode.values()).collect(Collectors.toMap(MessageCode::code, Function.identity()));

    private final String page = read(PROJECT.resolve("docs/failure-modes.md"));
    /** Of the tables of states; the one of times is measured. */
    private final List<Row> rows = Stream.of(page.split("\n\n"))
            .filter(part -> part.startsWith("| state |"))
            .flatMap(String::lines)
            .filter(line -> line.startsWith("| ") && !line.startsWith("| state |"))
            .map(Row::of)
            .toList();

    private record Row(String state, String seen, String exit, String toDo, String test) {
        static Row of(String line) {
            String[] cells = line.substring(2, line.length() - 2).split(" \\| ", -1);
            assertThat(cells).as(line).hasSize(5);
            return new Row(cells[0], cells[1], cells[2], cells[3], cells[4]);
        }

        /** Of the codes that it shows; a row without one tells its exit code by itself. */
        Set<Integer> exitCodes() {
            return found(CODE, seen)
                    .map(code -> TABLE.get(code).exitCode().code())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** What it shows of messages, without codes. */
        List<String> texts() {
            return SHOWN.matcher(seen)
                    .results()
                    .map(shown -> shown.group(1))
                    .filter(text -> !CODE.matcher(text).matches())
                    .filter(text -> !TYPED.matcher(text).matches())
                    .toList();
        }

        Set<String> testClasses() {
            return TEST_CASE.matcher(test).results().map(one -> one.group(1)).collect(Collectors.toSet());
        }
    }

    @Test
    void everyCodeOfThePageIsInTheTable() {
        assertThat(found(CODE, page)).isNotEmpty().allMatch(TABLE::containsKey);
    }

    @Test
    void everyRefusalForSafetyIsOnThePage() {
        assertThat(found(CODE, page).collect(Collectors.toSet()))
                .containsAll(Stream.of(MessageCode.values())
                        .filter(code -> isRefusal(code.exitCode().code()))
                        .map(MessageCode::code)
                        .toList());
    }

    @Test
    void exitCodesOfRowsAreThoseOfTheirCodes() {
        Set<Integer> known =
                Arrays.stream(ExitCode.values()).map(ExitCode::code).collect(Collectors.toSet());
        SoftAssertions.assertSoftly(softly -> {
            for (Row row : rows) {
                softly.assertThat(row.exit()).as(row.state()).matches(EXIT);
                if (!row.exit().equals("runs on")) {
                    Set<Integer> stated =
                            found(NUMBER, row.exit()).map(Integer::valueOf).collect(Collectors.toSet());
                    softly.assertThat(known).as(row.state()).containsAll(stated);
                    softly.assertThat(row.exitCodes().isEmpty() ? stated : row.exitCodes())
                            .as(row.state())
                            .isEqualTo(stated);
                }
            }
        });
    }

    @Test
    void onlyWhatASupervisorMayStartAgainIsSaidToBeRestarted() {
        assertThat(rows)
                .filteredOn(row -> row.exit().endsWith("restarted"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(exits(row)).allMatch(exit -> exit == 3 || exit >= 30));
        assertThat(rows)
                .filteredOn(row -> row.exit().endsWith("stays down"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(exits(row)).allMatch(exit -> exit >= 10 && exit < 30));
    }

    @Test
    void everyRowNamesACaseThatIsThere() throws IOException {
        Map<String, Path> sources = testSources();
        SoftAssertions.assertSoftly(softly -> {
            for (Row row : rows) {
                List<MatchResult> cases =
                        TEST_CASE.matcher(row.test()).results().toList();
                softly.assertThat(cases).as(row.state()).isNotEmpty();
                for (MatchResult one : cases) {
                    Path source = sources.get(one.group(1));
                    softly.assertThat(source).as(one.group()).isNotNull();
                    String text = source == null ? "" : read(source);
                    softly.assertThat(text).as(one.group()).contains("void " + one.group(2) + "(");
                    if (one.group(3) != null) {
                        softly.assertThat(text).as(one.group()).contains("\"" + one.group(3) + "\"");
                    }
                }
            }
        });
    }

    /** Whoever changes a message, or what the page shows of it, changes a test too: the test has seen the message. */
    @Test
    void everyTextIsLookedForByATestOfItsRow() throws IOException {
        Map<String, Path> sources = testSources();
        SoftAssertions.assertSoftly(softly -> {
            for (Row row : rows) {
                List<String> literals = row.testClasses().stream()
                        .map(sources::get)
                        .flatMap(source -> literals(read(source)))
                        .toList();
                for (String text : row.texts()) {
                    softly.assertThat(literals)
                            .as("%s, \"%s\" in %s", row.state(), text, row.testClasses())
                            .anyMatch(literal -> literal.contains(telling(text)));
                }
            }
        });
    }

    @Test
    void everyRowShowsATextUnlessNothingIsSaid() {
        assertThat(rows)
                .filteredOn(row -> !row.seen().startsWith("nothing"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.texts()).as(row.state()).isNotEmpty());
    }

    @Test
    void everyTestClassOfThePageIsThere() throws IOException {
        Set<String> sources = testSources().keySet();

        assertThat(TEST_CLASS.matcher(page).results().map(named -> named.group(1)))
                .isNotEmpty()
                .allMatch(sources::contains);
    }

    /** The longest part of a text between what differs from case to case. */
    private static String telling(String text) {
        return Stream.of(text.split("…"))
                .map(part -> EDGE.matcher(part).replaceAll(""))
                .max(Comparator.comparingInt(String::length))
                .orElseThrow();
    }

    /** Of Java source; a literal that is written in several pieces is one. */
    private static Stream<String> literals(String source) {
        return LITERAL.matcher(JOINED.matcher(source).replaceAll(""))
                .results()
                .map(literal -> literal.group(1).replace("\\\"", "\""));
    }

    private static boolean isRefusal(int exitCode) {
        return exitCode >= 20 && exitCode < 30;
    }

    private static List<Integer> exits(Row row) {
        return found(NUMBER, row.exit()).map(Integer::valueOf).toList();
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group);
    }

    /** Of all modules, by the name of the class. */
    private static Map<String, Path> testSources() throws IOException {
        Map<String, Path> sources = new TreeMap<>();
        for (String module : List.of("protocol", "consensus", "signer-node", "chaos-tests")) {
            try (Stream<Path> files = Files.walk(PROJECT.resolve(module).resolve("src/test/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file ->
                                sources.put(file.getFileName().toString().replace(".java", ""), file));
            }
        }
        return sources;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
