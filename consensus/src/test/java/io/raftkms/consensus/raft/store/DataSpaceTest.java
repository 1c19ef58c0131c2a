package io.raftkms.consensus.raft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSpaceTest {
    @TempDir
    Path directory;

    @Test
    void tellsWhatIsFreeAndLeavesNothingBehind() throws Exception {
        FreeSpace free = space().read();

        assertThat(free.bytes()).isPositive();
        assertThat(free.roomForFiles()).isTrue();
        assertThat(directory).isEmptyDirectory();
    }

    /** The device says what a full disk says, to every user. */
    @Test
    void fullDiskIsLackOfSpaceAndNoFault() throws Exception {
        Files.createSymbolicLink(directory.resolve(".probe-0"), Path.of("/dev/full"));

        assertThat(space().read().roomForFiles()).isFalse();
        assertThat(directory).as("the probe tidies up").isEmptyDirectory();
    }

    @Test
    void directoryThatCannotBeWrittenIsAFault() throws Exception {
        Files.createDirectories(directory.resolve(".probe-3/in-the-way"));

        assertThatThrownBy(() -> space().read())
                .isInstanceOfSatisfying(
                        MemberFaultException.class,
                        fault -> assertThat(fault.fault()).isEqualTo(Fault.DISK_WRITE_FAILED))
                .hasMessageContaining(".probe-3");
    }

    @Test
    void missingDirectoryIsAFault() {
        assertThatThrownBy(() -> new DataSpace(new DataDirectory(directory.resolve("none"))).read())
                .isInstanceOfSatisfying(
                        MemberFaultException.class,
                        fault -> assertThat(fault.fault()).isEqualTo(Fault.DATA_DIRECTORY_GONE))
                .hasMessageContaining("does not exist");
    }

    @Test
    void lackOfDescriptorsIsToldFromAFailedWrite() {
        IOException openFailed = new FileNotFoundException("/data/run.json (Too many open files)");

        assertThat(DiskFault.kind(openFailed)).isEqualTo(Fault.FILE_LIMIT);
        assertThat(DiskFault.kind(new IllegalStateException("log", new IllegalStateException(openFailed))))
                .isEqualTo(Fault.FILE_LIMIT);
        assertThat(DiskFault.kind(new FileSystemException("/data", null, "Input/output error")))
                .isEqualTo(Fault.DISK_WRITE_FAILED);
        assertThat(DiskFault.kind(new IOException((String) null))).isEqualTo(Fault.DISK_WRITE_FAILED);
    }

    private DataSpace space() {
        return new DataSpace(new DataDirectory(directory));
    }
}
