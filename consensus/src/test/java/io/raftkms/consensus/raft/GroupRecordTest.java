package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.raft.store.GroupFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupRecordTest {
    private static final RaftConfigurationProto GROUP = RaftConfigurationProto.getDefaultInstance();

    @TempDir
    Path directory;

    private final List<Fault> halts = new ArrayList<>();

    @Test
    void groupThatRatisCouldNotWriteIsKept() {
        Path file = directory.resolve("raft-meta.conf");

        record(file).written(2, 7, GROUP);

        assertThat(file).exists();
        assertThat(halts).isEmpty();
    }

    @Test
    void groupThatCannotBeKeptEndsTheProcess() {
        Path gone = directory.resolve("gone/raft-meta.conf");

        assertThatThrownBy(() -> record(gone).written(2, 7, GROUP))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("The group of entry 7 could not be kept in " + gone);

        assertThat(halts).containsExactly(Fault.DISK_WRITE_FAILED);
        assertThat(Files.exists(gone)).isFalse();
    }

    private GroupRecord record(Path file) {
        return new GroupRecord(new GroupFile(file), new KnownGroups(), (fault, detail, cause) -> halts.add(fault));
    }
}
