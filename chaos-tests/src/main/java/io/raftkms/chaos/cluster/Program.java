package io.raftkms.chaos.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packaged program: {@code signer-node/target}, run by some JVM. Commands are started without the launcher, so that
 * a signal to the process reaches the JVM, and nothing is built in between.
 *
 * @param home root of the project
 * @param java the JVM's launcher
 * @param sharedClasses archive of classes that its JVM maps instead of reading the jars
 * @param replaced directories of classes that stand in for some of the program's own: another build
 */
public record Program(Path home, Path java, Optional<Path> sharedClasses, List<Path> replaced) {
    /** What an operator is promised: a member that must not run has ended by then, and has said why. */
    public static final Duration REFUSED_WITHIN = Duration.ofSeconds(40);

    private static final String MAIN = "io.raftkms.signer.Main";
    private static final Pattern JAVA_VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    /**
     * How a command ended.
     *
     * @param output what it printed
     * @param errors what it printed to standard error
     */
    public record Outcome(int exitCode, String output, String errors) {}

    /** The project around the current directory (or {@code raftkms.home}), run by the JVM that runs this. */
    public static Program find() {
        Path start =
                Path.of(System.getProperty("raftkms.home", "")).toAbsolutePath().normalize();
        for (Path home = start; home != null; home = home.getParent()) {
            if (Files.exists(home.resolve("signer-node/pom.xml"))) {
                return SharedClasses.with(new Program(
                        home, Path.of(System.getProperty("java.home"), "bin", "java"), Optional.empty(), List.of()));
            }
        }
        throw new IllegalStateException("no project around " + start);
    }

    public Program withJava(Path other) {
        return new Program(home, other, Optional.empty(), replaced);
    }

    /**
     * Another build: this one, with some classes replaced.
     *
     * @param classes a directory of compiled classes
     */
    public Program with(Path classes) {
        return new Program(home, java, Optional.empty(), List.of(classes));
    }

    Program withSharedClasses(Path archive) {
        return new Program(home, java, Optional.of(archive), replaced);
    }

    /**
     * Command line of a member or of a bench: small heap, limits as the launcher sets them. Compiled by the first
     * compiler only: it lives for a minute, and on two processors the second one took twice the time of everything else
     * while three members started (13 s until they were up, 7 s without).
     */
    public List<String> serving(String... arguments) throws IOException {
        return command(List.of("-Xms64m", "-Xmx192m", "-XX:TieredStopAtLevel=1"), List.of(arguments));
    }

    /** Runs a command to its end. */
    public Outcome run(Duration limit, String... arguments) throws IOException, InterruptedException {
        return run(limit, brief(arguments), Path.of("/dev/null"));
    }

    /**
     * Runs a command on a terminal of its own, at which somebody types. What it printed to standard error is in the output.
     *
     * @param typed lines, all at once: they wait until they are asked for
     */
    public Outcome runAtTerminal(Duration limit, String typed, String... arguments)
            throws IOException, InterruptedException {
        String line = brief(arguments).stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        Path input = Files.createTempFile("rk-typed", "");
        try {
            Files.writeString(input, typed);
            return run(limit, List.of("script", "-qec", line, "/dev/null"), input);
        } finally {
            Files.delete(input);
        }
    }

    private List<String> brief(String... arguments) throws IOException {
        return command(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"), List.of(arguments));
    }

    private static Outcome run(Duration limit, List<String> command, Path input)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("rk-out", "");
        Path errors = Files.createTempFile("rk-err", "");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(input.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IllegalStateException(
                        String.join(" ", command) + " did not end within " + limit.toSeconds() + " s");
            }
            return new Outcome(
                    process.exitValue(),
                    Files.readString(output, StandardCharsets.UTF_8),
                    Files.readString(errors, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    /** A start that must end by itself, and in time. */
    public Outcome refusedStart(Path configuration) throws IOException, InterruptedException {
        return run(REFUSED_WITHIN, "start", "-c", configuration.toString());
    }

    /** As {@link #run}, for commands that must succeed. */
    public String mustRun(Duration limit, String... arguments) throws IOException, InterruptedException {
        Outcome outcome = run(limit, arguments);
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException("raftkms " + String.join(" ", arguments) + " ended with exit code "
                    + outcome.exitCode() + "\n" + outcome.output() + outcome.errors());
        }
        return outcome.output();
    }

    private List<String> command(List<String> heap, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(heap);
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-Dio.netty.allocator.type=pooled"));
        if (javaVersion() >= 24) {
            command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
        }
        sharedClasses.ifPresent(archive -> command.addAll(mapping(archive)));
        String first = replaced.stream().map(classes -> classes + ":").collect(Collectors.joining());
        command.addAll(List.of("-cp", first + libraries() + "/*:" + jar(), MAIN));
        command.addAll(arguments);
        return command;
    }

    /**
     * What does not fit is passed over; that it did not is nothing for the output. At the address for which it was made: by
     * default a JVM moves it, and rewrites its 50 MB at each start.
     */
    private static List<String> mapping(Path archive) {
        return List.of(
                "-XX:SharedArchiveFile=" + archive,
                "-Xlog:cds=off,cds+dynamic=off",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:ArchiveRelocationMode=0");
    }

    /** The jars that it consists of; without what is replaced. */
    public List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(libraries())) {
            return Stream.concat(files.filter(file -> file.toString().endsWith(".jar")), Stream.of(jar()))
                    .toList();
        }
    }

    private Path libraries() {
        return home.resolve("signer-node/target/lib");
    }

    Path jar() throws IOException {
        Path target = home.resolve("signer-node/target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file ->
                            file.getFileName().toString().matches("raftkms-signer-node-[0-9.]+(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            "no packaged program in " + target + "; build it: mvn -B -DskipTests package"));
        }
    }

    /** Of the JVM that runs the program, from the file that every JDK carries. */
    public int javaVersion() throws IOException {
        Path release = java.toRealPath().getParent().getParent().resolve("release");
        Matcher version = JAVA_VERSION.matcher(Files.readString(release, StandardCharsets.UTF_8));
        if (!version.find()) {
            throw new IllegalStateException("no JAVA_VERSION in " + release);
        }
        return Integer.parseInt(version.group(1));
    }
}
