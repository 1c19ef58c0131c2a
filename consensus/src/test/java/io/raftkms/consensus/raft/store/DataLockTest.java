package io.raftkms.consensus.raft.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.raft.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLockTest {
    @TempDir
    Path home;

    /** Takes the lock in a process of its own, says so, and keeps it until its input ends. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws Exception {
            try (DataLock lock = new DataDirectory(Path.of(args[0])).lock()) {
                System.out.println("locked " + lock.getClass().getSimpleName());
                if (System.in.read() >= 0) {
                    throw new IllegalStateException("nothing is sent");
                }
            }
        }
    }

    @Test
    void namesTheProcessThatHoldsTheDirectory() throws Exception {
        DataDirectory directory = Members.initialised(home);
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.root().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = holder.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("locked DataLock");

            Members.refuses(
                    directory::lock,
                    Fault.DATA_DIRECTORY_LOCKED,
                    directory.root(),
                    "in use by process " + holder.pid(),
                    "stop that process first");

            holder.getOutputStream().close();
            assertThat(holder.waitFor()).isZero();
            directory.lock().close();
        } finally {
            holder.destroyForcibly();
        }
    }

    @Test
    void refusesASecondLockOfTheSameProcess() throws Exception {
        DataDirectory directory = Members.initialised(home);
        try (DataLock lock = directory.lock()) {
            assertThat(lock).isNotNull();
            Members.refuses(directory::lock, Fault.DATA_DIRECTORY_LOCKED, directory.root(), "this process");
        }
    }

    @Test
    void isFreeAfterClose() throws Exception {
        DataDirectory directory = Members.initialised(home);
        directory.lock().close();
        try (DataLock again = directory.lock()) {
            assertThat(again).isNotNull();
        }
    }

    @Test
    void refusesAMissingDirectoryWithoutMakingIt() {
        DataDirectory directory = new DataDirectory(home.resolve("data"));

        Members.refuses(directory::lock, Fault.DATA_DIRECTORY_UNUSABLE, directory.root(), "not mounted", "from init");

        assertThat(directory.root()).doesNotExist();
    }

    @Test
    void refusesALockThatCannotBeOpened() throws IOException {
        DataDirectory directory = Members.initialised(home);
        Files.createDirectory(directory.lockFile());

        Members.refuses(directory::lock, Fault.DATA_DIRECTORY_UNUSABLE, directory.lockFile(), "local file system");
    }

    @Test
    void theDirectoryIsForItsOwnerOnly() throws IOException {
        DataDirectory directory = Members.initialised(home);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.root())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.identity())))
                .isEqualTo("rw-------");
    }
}
