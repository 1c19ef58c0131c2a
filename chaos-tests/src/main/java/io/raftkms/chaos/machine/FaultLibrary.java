package io.raftkms.chaos.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The library that stands between a member and its files and clock, compiled on the spot. */
public record FaultLibrary(Path file) {
    private static final String SOURCES = "chaos-tests/src/main/c/faults";
    private static final int LIMIT_SECONDS = 60;

    /**
     * Compiles it.
     *
     * @param home root of the project
     * @param directory where it goes
     * @throws IOException without a C compiler, naming the package
     */
    public static FaultLibrary compile(Path home, Path directory) throws IOException, InterruptedException {
        Path library = directory.resolve("faults.so");
        List<String> command =
                new ArrayList<>(List.of("cc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library.toString()));
        try (Stream<Path> sources = Files.list(home.resolve(SOURCES))) {
            sources.map(Path::toString)
                    .filter(name -> name.endsWith(".c"))
                    .sorted()
                    .forEach(command::add);
        }
        command.addAll(List.of("-ldl", "-pthread"));
        Process compiler;
        try {
            compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException missing) {
            throw new IOException("no C compiler: install gcc and libc6-dev", missing);
        }
        String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!compiler.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
            compiler.destroyForcibly();
            throw new IOException("the library in " + SOURCES + " does not compile:\n" + said);
        }
        return new FaultLibrary(library);
    }
}
