package io.raftkms.consensus.raft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.raft.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoteDirectoryForceTest {
    @TempDir
    Path home;

    private final RecordedFailStop failStop = new RecordedFailStop();

    @Test
    void aTermThatIsNotInTheVoteFileEndsTheProcess() throws Exception {
        Path current = Files.createDirectories(home.resolve("raft/group/current"));
        Files.writeString(current.resolve("raft-meta"), "term=3\nvotedFor=\n");
        VoteDirectoryForce force = new VoteDirectoryForce(current, failStop);

        force.forceTerm(2);
        force.forceTerm(3);
        assertThat(failStop.halts()).isEmpty();

        assertThatThrownBy(() -> force.forceTerm(4)).isInstanceOf(IllegalStateException.class);
        assertThat(failStop.only().fault()).isEqualTo(Fault.DISK_WRITE_FAILED);
        assertThat(failStop.only().detail()).contains("raft-meta").contains("term 3 while Raft is in term 4");
    }
}
