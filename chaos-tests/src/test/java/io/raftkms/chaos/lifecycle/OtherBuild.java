package io.raftkms.chaos.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A build that knows one version of log entries more: the one class that says so, changed and compiled anew. */
final class OtherBuild {
    private static final String CLASS = "io/raftkms/consensus/rule/KnownVersions.java";

    private OtherBuild() {}

    static Program thatKnowsVersion(int newest, Program program, Path directory) throws IOException {
        String text = Files.readString(
                program.home().resolve("consensus/src/main/java").resolve(CLASS));
        assertThat(text).containsOnlyOnce("return 1;");
        Path source = directory.resolve("source").resolve(CLASS);
        Files.createDirectories(source.getParent());
        Files.writeString(source, text.replace("return 1;", "return " + newest + ";"));
        Path classes = Files.createDirectories(directory.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler).as("a JDK runs the tests").isNotNull();
        int failed = compiler.run(null, null, null, "--release", "17", "-d", classes.toString(), source.toString());
        assertThat(failed).as("exit code of the compiler").isZero();
        return program.with(classes);
    }
}
