package io.raftkms.chaos.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.machine.Call;
import io.raftkms.chaos.machine.DiskError;
import io.raftkms.chaos.machine.FaultLibrary;
import io.raftkms.chaos.machine.Moment;
import io.raftkms.chaos.machine.PreloadedMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library by itself, in a shell that forces or does not: a fault that does nothing would prove nothing. */
class FaultLibraryLifecycle {
    private static final Path HOME =
            Path.of(System.getProperty("raftkms.home")).toAbsolutePath().normalize();
    private static final long LIMIT_SECONDS = 20;
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private Path data;
    private PreloadedMachine machine;

    @BeforeEach
    void prepare() throws Exception {
        data = Files.createDirectory(directory.resolve("data")).toRealPath();
        Files.writeString(data.resolve("there"), "1\n");
        FaultLibrary library = FaultLibrary.compile(HOME, directory);
        machine = PreloadedMachine.over(data, library, directory.resolve("machine"));
    }

    @Test
    void ofAFilePowerLossLeavesWhatWasForced() throws Exception {
        run("printf '2\\n' >> there; sync there; printf '3\\n' >> there; printf 'x' > never");

        assertThat(states("there")).containsExactlyInAnyOrder("1\n2\n", "1\n2\n3\n");
        assertThat(data.resolve("never")).doesNotExist();
    }

    @Test
    void ofANamePowerLossLeavesWhatItsDirectoryHad() throws Exception {
        run("printf '2\\n' > new; sync new; mv new there");
        machine.losePower(new Random(1));
        assertThat(data.resolve("there")).hasContent("1\n");
        assertThat(data.resolve("new")).hasContent("2\n");

        run("mv new there; sync .");
        machine.losePower(new Random(1));
        assertThat(data.resolve("there")).hasContent("2\n");
        assertThat(data.resolve("new")).doesNotExist();
    }

    @Test
    void aForcedFileHasItsNameUnlessNoMoreIsPromisedThanPosixDoes() throws Exception {
        run("printf 'x' > named; sync named");
        machine.losePower(new Random(1));
        assertThat(data.resolve("named")).hasContent("x");

        machine.promisesNoMoreThanPosix();
        run("printf 'x' > nameless; sync nameless");
        machine.losePower(new Random(1));
        assertThat(data.resolve("nameless")).doesNotExist();
    }

    @Test
    void aFailedForceLeavesNothingDurableAndAFailedWriteNothingWritten() throws Exception {
        machine.diskFails(Call.FORCE, DiskError.EIO);
        run("printf '2\\n' >> there; sync there && exit 1; exit 0");
        assertThat(machine.diskFailures()).isNotEmpty();
        assertThat(machine.diskFailuresOutlived()).isEmpty();

        machine.diskFails(Call.WRITE, DiskError.ENOSPC);
        run("dd if=/dev/zero of=there bs=2 count=1 oflag=append conv=notrunc && exit 1; exit 0");
        machine.diskWorks();

        assertThat(states("there")).containsExactlyInAnyOrder("1\n", "1\n2\n");
    }

    @Test
    void aFailureIsOutlivedAsLongAsItsProcessRuns() throws Exception {
        machine.diskFails(Call.WRITE, DiskError.EIO);
        Process shell = start("printf 2 >> there; kill -STOP $$");
        Awaitility.await()
                .atMost(SOON)
                .until(() -> machine.diskFailuresOutlived().contains("there"));

        shell.destroyForcibly().waitFor();

        assertThat(machine.diskFailuresOutlived()).isEmpty();
        assertThat(machine.diskFailures()).containsExactly("there");
    }

    @Test
    void aCallWaitsWhereItIsHeldAndADiskTakesItsTime() throws Exception {
        machine.holdAt(new Moment(Call.FORCE, "there"));
        Process shell = start("sync there; printf done > ../done");
        assertThat(machine.awaitHeld(SOON)).isTrue();
        assertThat(directory.resolve("done")).doesNotExist();

        machine.diskTakes(Duration.ofMillis(300));
        long begin = System.nanoTime();
        machine.letGo();
        assertThat(shell.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(directory.resolve("done")).hasContent("done");
        assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(300));
    }

    @Test
    void theClockOfTheWallJumpsAndDriftsWhileTheProcessRuns() throws Exception {
        long now = System.currentTimeMillis() / 1000;
        assertThat(date()).isBetween(now, now + LIMIT_SECONDS);

        machine.clockJumps(Duration.ofDays(10_000));
        assertThat(date()).isBetween(now + 864_000_000, now + 864_000_000 + LIMIT_SECONDS);

        machine.clockIsRight();
        machine.clockJumps(Duration.ofDays(-100));
        assertThat(date()).isBetween(now - 8_640_000, now - 8_640_000 + LIMIT_SECONDS);

        machine.clockIsRight();
        assertThat(date()).isBetween(now, now + LIMIT_SECONDS);
    }

    /** What power loss leaves of a file, over all that may be written back or not. */
    private Set<String> states(String file) throws Exception {
        Set<String> states = new HashSet<>();
        Random random = new Random(1);
        for (int i = 0; i < 16; i++) {
            Path copy = directory.resolve("copy-" + i);
            machine.leaves(copy, random);
            states.add(Files.readString(copy.resolve(file)));
        }
        machine.losePower(new Random(1));
        return states;
    }

    private long date() throws Exception {
        run("date +%s > ../date");
        return Long.parseLong(Files.readString(directory.resolve("date")).strip());
    }

    private void run(String script) throws Exception {
        Process shell = start(script);
        assertThat(shell.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(shell.exitValue()).as(script).isZero();
    }

    private Process start(String script) throws IOException {
        List<String> command = new ArrayList<>(machine.prefix());
        command.addAll(List.of("sh", "-c", script));
        return new ProcessBuilder(command).directory(data.toFile()).inheritIO().start();
    }
}
