package io.raftkms.signer.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** {@code raftkms start} as a child process, with the class path, the native libraries and the Java of this one. */
public final class MemberProcess implements AutoCloseable {
    /** Set by the launcher, which alone knows what a member's Java is started with. */
    private static final String FLAGS = "raftkms.member.flags";

    private static final long STOP_SECONDS = 15;

    private final String name;
    private final Process process;
    private final CompletableFuture<Void> told;

    private MemberProcess(String name, Process process, CompletableFuture<Void> told) {
        this.name = name;
        this.process = process;
        this.told = told;
    }

    /**
     * Starts a member.
     *
     * @param configuration its file
     * @param lines told every line of its output, on a thread of its own
     */
    public static MemberProcess start(String name, Path configuration, Consumer<String> lines) throws IOException {
        Process process = new ProcessBuilder(command(configuration))
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        CompletableFuture<Void> told = new CompletableFuture<>();
        Thread reader = new Thread(() -> pump(process, lines, told), "output of " + name);
        reader.setDaemon(true);
        reader.start();
        return new MemberProcess(name, process, told);
    }

    private static List<String> command(Path configuration) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags());
        // Where a distribution has its native libraries; elsewhere Java's own default, which the child has anyhow.
        command.add("-Djava.library.path=" + System.getProperty("java.library.path"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.raftkms.signer.Main"));
        command.addAll(List.of("start", "-c", configuration.toString()));
        return command;
    }

    /** Without the launcher a member runs with Java's own defaults, in a heap that three of them fit into. */
    private static List<String> flags() {
        String flags = System.getProperty(FLAGS, "-Xmx256m");
        return List.of(flags.strip().split(" +"));
    }

    private static void pump(Process process, Consumer<String> lines, CompletableFuture<Void> told) {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(lines);
        } catch (IOException | UncheckedIOException e) {
            // The pipe of a killed process ends anyhow.
            lines.accept("output ended: " + e.getMessage());
        } finally {
            told.complete(null);
        }
    }

    public String name() {
        return name;
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL, and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, without waiting; by the handle, since Process.destroy cuts off the last lines of output. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Completes with the exit code, 128 and the number of the signal that killed it, after its last line of output. */
    public CompletableFuture<Integer> ended() {
        return process.onExit().thenCombine(told, (gone, nothing) -> gone.exitValue());
    }

    /** SIGTERM; SIGKILL if that does not end it. */
    @Override
    public void close() {
        terminate();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
