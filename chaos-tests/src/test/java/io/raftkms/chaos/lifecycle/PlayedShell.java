package io.raftkms.chaos.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The terminals of an operator with several machines: scripts run as they stand in a page, {@code signer-x:PATH} is a
 * directory of machine x, and {@code systemctl} ends the one process that stands in for its unit.
 */
final class PlayedShell {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Path directory;

    PlayedShell(Path directory, Program program) throws IOException {
        this.directory = directory;
        tool("raftkms", "exec " + String.join(" ", program.serving()) + " \"$@\"");
        tool(
                "scp",
                "args=()\nfor a in \"${@:2}\"; do case $a in\n"
                        + "signer-?:*) m=${a%%:*}; mkdir -p \"" + directory + "/m/$m\"; a=\"" + directory
                        + "/m/$m/${a#*:}\";;\nesac; args+=(\"$a\"); done\nexec cp \"$1\" \"${args[@]}\"");
        tool(
                "systemctl",
                "[ \"$*\" = \"disable --now raftkms\" ]\npid=$(cat \"" + unit() + "\")\nkill \"$pid\"\n"
                        + "exec tail --pid=\"$pid\" -s 0.1 -f /dev/null");
    }

    /** Where a machine has its files. */
    Path machine(String name) {
        return directory.resolve("m/signer-" + name);
    }

    /** The process of a machine's unit. */
    void unit(long pid) throws IOException {
        Files.writeString(unit(), String.valueOf(pid));
    }

    private Path unit() {
        return directory.resolve("unit");
    }

    /** Runs a script that must succeed, and gives what it printed. */
    String run(Path at, String script) throws IOException, InterruptedException {
        Program.Outcome outcome = attempt(at, script);
        assertThat(outcome.exitCode()).as("%s%s", script, outcome.errors()).isZero();
        return outcome.output();
    }

    /** Runs a script, however it ends. */
    Program.Outcome attempt(Path at, String script) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");
        ProcessBuilder bash = new ProcessBuilder("bash", "-euc", script)
                .directory(at.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        bash.environment().merge("PATH", directory.resolve("bin").toString(), (before, first) -> first + ":" + before);
        Process process = bash.start();
        if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IllegalStateException(script + " did not end");
        }
        return new Program.Outcome(process.exitValue(), Files.readString(output), Files.readString(errors));
    }

    private void tool(String name, String script) throws IOException {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Path file = Files.writeString(bin.resolve(name), "#!/usr/bin/env bash\nset -eu\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
