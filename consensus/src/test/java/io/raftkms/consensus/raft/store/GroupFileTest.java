package io.raftkms.consensus.raft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.raft.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupFileTest {
    @TempDir
    Path raft;

    private RaftFiles files;
    private GroupFile file;

    @BeforeEach
    void make() throws IOException {
        Path current = Files.createDirectories(raft.resolve("current"));
        files = new RaftFiles(current);
        file = new GroupFile(files.configurationFile());
    }

    /** Ratis only logs that it could not. */
    @Test
    void groupThatWasNotWrittenIsWritten() throws IOException {
        file.require(group(7));
        assertThat(there()).isEqualTo(group(7));

        file.require(group(9));
        assertThat(there()).isEqualTo(group(9));
    }

    @Test
    void whatIsNoGroupIsReplaced() throws IOException {
        Files.writeString(file.path(), "zzz");

        file.require(group(7));

        assertThat(there()).isEqualTo(group(7));
    }

    @Test
    void laterGroupStays() throws IOException {
        file.require(group(1200));

        file.require(group(1010));

        assertThat(there()).isEqualTo(group(1200));
    }

    @Test
    void saysSoWhenItCannotBeWritten() throws IOException {
        Members.delete(raft);

        assertThatThrownBy(() -> file.require(group(7))).isInstanceOf(IOException.class);
    }

    @Test
    void aLogFromItsBeginningHasEveryGroup() throws Exception {
        GroupFile.requireBeside(files);
        Files.writeString(raft.resolve("current/log_0-9"), "entries");
        GroupFile.requireBeside(files);
    }

    @Test
    void isMissedBesideASnapshot() throws Exception {
        RatisLog.snapshot(files, new LogPosition(1, 10));

        Members.refuses(
                () -> GroupFile.requireBeside(files),
                Fault.RAFT_GROUP_FILE_DAMAGED,
                files.configurationFile(),
                "is missing",
                "Replace the member");
        file.require(group(3));
        GroupFile.requireBeside(files);
    }

    @Test
    void isMissedBesideALogWhoseBeginningIsGone() throws Exception {
        Files.writeString(raft.resolve("current/log_10-19"), "entries");

        Members.refuses(
                () -> GroupFile.requireBeside(files),
                Fault.RAFT_GROUP_FILE_DAMAGED,
                files.configurationFile(),
                "is missing");
    }

    private LogEntryProto there() throws IOException {
        return LogEntryProto.parseFrom(Files.readAllBytes(file.path()));
    }

    private static LogEntryProto group(long index) {
        return LogEntryProto.newBuilder()
                .setTerm(1)
                .setIndex(index)
                .setConfigurationEntry(RaftConfigurationProto.getDefaultInstance())
                .build();
    }
}
