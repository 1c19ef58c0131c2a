package io.raftkms.chaos.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without the library: what nobody forced since it was laid down is lost, or by chance is not. */
class DurableRecordsTest {
    @TempDir
    private Path directory;

    private Path data;
    private DurableRecords records;

    /** Nothing was written back. */
    private static final Random NOTHING_WRITTEN_BACK = new Random() {
        private static final long serialVersionUID = 1;

        @Override
        public boolean nextBoolean() {
            return false;
        }
    };

    @BeforeEach
    void layDown() throws IOException {
        data = Files.createDirectories(directory.resolve("data"));
        Files.createDirectory(data.resolve("raft"));
        write("identity", "a");
        write("raft/log", "first");
        Files.setPosixFilePermissions(data.resolve("identity"), PosixFilePermissions.fromString("rw-------"));
        records = new DurableRecords(data, directory.resolve("records"));
        records.layDown();
    }

    @Test
    void whatWasWrittenMadeRenamedAndRemovedWithoutAForceIsUndone() throws IOException {
        Files.writeString(data.resolve("raft/log"), " second", StandardOpenOption.APPEND);
        write("new", "new");
        Files.createDirectory(data.resolve("fresh"));
        Files.move(data.resolve("identity"), data.resolve("other"));

        losePower();

        assertThat(files()).containsExactly("identity", "raft/log");
        assertThat(data.resolve("raft/log")).hasContent("first");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("identity"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileThatTookTheNameOfAnotherWithoutAForceGivesItBack() throws IOException {
        write("new", "b");
        Files.move(data.resolve("new"), data.resolve("identity"), StandardCopyOption.REPLACE_EXISTING);

        losePower();

        assertThat(data.resolve("identity")).hasContent("a");
    }

    @Test
    void whatIsLeftIsOnTheDiskWhenPowerIsLostAgain() throws IOException {
        losePower();
        Files.delete(data.resolve("raft/log"));
        write("raft/other", "of the same number, perhaps");

        losePower();

        assertThat(files()).containsExactly("identity", "raft/log");
        assertThat(data.resolve("raft/log")).hasContent("first");
    }

    private void losePower() throws IOException {
        records.losePower(new Unforced(NOTHING_WRITTEN_BACK, false));
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(data.resolve(name), content);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> data.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
