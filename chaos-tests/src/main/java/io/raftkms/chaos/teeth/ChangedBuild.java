package io.raftkms.chaos.teeth;

import io.raftkms.chaos.cluster.Program;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Makes another build of the program: some of its classes are compiled anew from today's sources, changed in a few places,
 * and stand first on the class path. What no longer fits or compiles is an error, never a build that is as good as the
 * original.
 */
public final class ChangedBuild {
    private final Program program;

    /**
     * @param program packaged from the sources that are beside it
     */
    public ChangedBuild(Program program) {
        this.program = program;
    }

    /**
     * The changed program; with no edits the program itself.
     *
     * @param edits one after the other: a later one finds what an earlier one left
     * @param directory for sources and classes, outside of the project; may be absent
     * @throws IllegalArgumentException if it is inside: what is broken must not get where builds and packages are made
     */
    public Program with(List<Edit> edits, Path directory) throws IOException {
        if (edits.isEmpty()) {
            return program;
        }
        if (directory.toAbsolutePath().normalize().startsWith(program.home())) {
            throw new IllegalArgumentException("a changed build does not belong into the project: " + directory);
        }
        List<String> command = new ArrayList<>(List.of("--release", "17", "-proc:none", "-implicit:none"));
        Path classes = Files.createDirectories(directory.resolve("classes"));
        String jars = program.jars().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        command.addAll(List.of("-cp", jars, "-d", classes.toString()));
        for (Map.Entry<String, String> text : changed(program.home(), edits).entrySet()) {
            Path file = directory.resolve("sources").resolve(text.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, text.getValue());
            command.add(file.toString());
        }
        compile(command);
        return program.with(classes);
    }

    /**
     * The changed sources.
     *
     * @param home root of the project
     * @return texts, by their path from there
     * @throws IllegalStateException if an edit does not fit
     */
    static Map<String, String> changed(Path home, List<Edit> edits) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Edit edit : edits) {
            String earlier = texts.get(edit.source());
            String text = earlier != null ? earlier : Files.readString(home.resolve(edit.source()));
            texts.put(edit.source(), edit.appliedTo(text));
        }
        return texts;
    }

    private static void compile(List<String> command) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("this needs a JDK: a runtime has no compiler");
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        if (compiler.run(null, said, said, command.toArray(String[]::new)) != 0) {
            throw new IllegalStateException(
                    "the changed sources do not compile:\n" + said.toString(StandardCharsets.UTF_8));
        }
    }
}
