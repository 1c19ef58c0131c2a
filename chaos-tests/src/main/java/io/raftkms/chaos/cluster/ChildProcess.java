package io.raftkms.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A process of ours, with its output in a file. Whoever starts one ends it. */
public final class ChildProcess implements AutoCloseable {
    private static final Duration SIGNAL = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final String name;
    private final Process process;
    private final Path log;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a process that reads nothing.
     *
     * @param log output and errors are appended to it
     */
    public static ChildProcess start(String name, List<String> command, Path log) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        return new ChildProcess(name, process, log);
    }

    public String name() {
        return name;
    }

    /** Number of the process. */
    public long pid() {
        return process.pid();
    }

    public Path log() {
        return log;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL, and waits until the process is gone. */
    public void kill9() throws InterruptedException {
        process.destroyForcibly();
        awaitExit(GRACE);
    }

    /** SIGTERM; does not wait. */
    public void terminate() {
        process.destroy();
    }

    /** SIGHUP: read the configuration again. */
    public void hangUp() throws IOException, InterruptedException {
        signal("HUP");
    }

    /** SIGSTOP: stands still, with all its connections. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    /** Java sends no other signals than those that end a process. One that has ended hears none. */
    private void signal(String signal) throws IOException, InterruptedException {
        if (!isAlive()) {
            return;
        }
        Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean ended = kill.waitFor(SIGNAL.toMillis(), TimeUnit.MILLISECONDS);
        if ((!ended || kill.exitValue() != 0) && isAlive()) {
            throw new IOException("SIG" + signal + " did not reach " + name);
        }
    }

    /** Waits for the end; without one in time the process is killed. */
    public int awaitExit(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(name + " did not end within " + limit.toSeconds() + " s");
        }
        return process.exitValue();
    }

    /** Empty while it runs. */
    public OptionalInt exitCode() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** The last lines of its output. */
    public String logTail(int lines) {
        try {
            List<String> all =
                    Files.readString(log, StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** SIGTERM, and SIGKILL if that is not enough. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
