package io.raftkms.chaos.teeth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.raftkms.chaos.cluster.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a project of one class. */
class ChangedBuildTest {
    private static final String SOURCE = "signer-node/src/main/java/Rule.java";
    private static final Edit EDIT = new Edit(SOURCE, "return 1;", "return 2;");

    @TempDir
    private Path directory;

    private Path home;
    private Program program;
    private ChangedBuild build;

    @BeforeEach
    void makeTheProject() throws IOException {
        home = directory.resolve("project");
        Files.createDirectories(home.resolve("signer-node/target/lib"));
        Files.createDirectories(home.resolve(SOURCE).getParent());
        Files.writeString(home.resolve(SOURCE), "class Rule { int decide() { return 1; } }\n");
        writeJar(home.resolve("signer-node/target/raftkms-signer-node-1.0.jar"));
        program =
                new Program(home, Path.of(System.getProperty("java.home"), "bin", "java"), Optional.empty(), List.of());
        build = new ChangedBuild(program);
    }

    @Test
    void putsChangedClassesFirstAndLeavesTheProjectAsItIs() throws IOException {
        TreeMap<String, Long> before = files();

        Program changed = build.with(List.of(EDIT), directory.resolve("elsewhere"));

        assertThat(directory.resolve("elsewhere/classes/Rule.class")).exists();
        assertThat(changed.replaced()).containsExactly(directory.resolve("elsewhere/classes"));
        assertThat(String.join(" ", changed.serving("start")))
                .contains("-cp " + directory.resolve("elsewhere/classes") + ":" + home);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void isNeverMadeInsideOfTheProject() {
        Path inside = home.resolve("signer-node/target/classes");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> build.with(List.of(EDIT), inside))
                .withMessageContaining("does not belong into the project");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> build.with(List.of(EDIT), directory.resolve("elsewhere/../project/target")));
        assertThat(inside).doesNotExist();
    }

    @Test
    void doesNotPassOverAnEditThatDoesNotFit() {
        Edit gone = new Edit(SOURCE, "return 3;", "return 4;");

        assertThatIllegalStateException()
                .isThrownBy(() -> build.with(List.of(EDIT, gone), directory.resolve("elsewhere")))
                .withMessageContaining(SOURCE + " has no place");
    }

    @Test
    void doesNotPassOverAnEditThatDoesNotCompile() {
        Edit wrong = new Edit(SOURCE, "return 1;", "return one;");

        assertThatIllegalStateException()
                .isThrownBy(() -> build.with(List.of(wrong), directory.resolve("elsewhere")))
                .withMessageContaining("do not compile");
    }

    @Test
    void appliesALaterEditToWhatAnEarlierOneLeft() throws IOException {
        Edit later = new Edit(SOURCE, "return 2;", "return 3;");

        assertThat(ChangedBuild.changed(home, List.of(EDIT, later)).get(SOURCE)).contains("return 3;");
    }

    @Test
    void withoutEditsIsTheProgramItself() throws IOException {
        assertThat(build.with(List.of(), directory.resolve("elsewhere"))).isSameAs(program);
    }

    /** With nothing in it that anybody looks for; the compiler opens it. */
    private static void writeJar(Path file) throws IOException {
        try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(file))) {
            jar.putNextEntry(new ZipEntry("empty"));
        }
    }

    private TreeMap<String, Long> files() throws IOException {
        TreeMap<String, Long> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(home)) {
            for (Path file : all.toList()) {
                files.put(file.toString(), Files.getLastModifiedTime(file).toMillis());
            }
        }
        return files;
    }
}
