package io.raftkms.signer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A thread that dies takes its process along, with the exit code of its class. */
class UncaughtErrorTest {
    @ParameterizedTest
    @CsvSource({"java.lang.IllegalStateException, 30, RK-3005", "java.lang.OutOfMemoryError, 31, RK-3101"})
    void endsTheProcess(String failure, int exitCode, String code) throws Exception {
        Process process = java("-cp", System.getProperty("java.class.path"), Dying.class.getName(), failure);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isEqualTo(exitCode);
        assertThat(output).contains(code, "thread worker died of " + failure, "To do: ");
    }

    /** The launcher asks the JVM for it; the code is in the table of exit codes. */
    @Test
    void heapThatRunsOutEndsTheProcessWithTheCodeOfTheJvm() throws Exception {
        Process process = java(
                "-Xmx16m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                Dying.class.getName(),
                "heap");
        process.getInputStream().readAllBytes();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(3);
    }

    private static Process java(String... arguments) throws IOException {
        String[] command = new String[arguments.length + 1];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** A process whose worker dies while the main thread waits, as a member's does. */
    static final class Dying {
        private Dying() {}

        public static void main(String[] arguments) throws InterruptedException {
            PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
            Thread.setDefaultUncaughtExceptionHandler(new ProcessFailStop(err)::uncaught);
            new Thread(() -> die(arguments[0]), "worker").start();
            new CountDownLatch(1).await();
        }

        private static void die(String failure) {
            switch (failure) {
                case "java.lang.IllegalStateException" -> throw new IllegalStateException();
                case "java.lang.OutOfMemoryError" -> throw new OutOfMemoryError();
                default -> throw new IllegalStateException("a heap of " + new long[1 << 24].length);
            }
        }
    }
}
