package io.raftkms.consensus.raft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.raft.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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

    @Test
    void aVoteIsForcedOnceHoweverOftenItIsAskedFor() throws Exception {
        Path current = Files.createDirectories(home.resolve("raft/group/current"));
        List<String> forced = new ArrayList<>();
        VoteDirectoryForce force = new VoteDirectoryForce(
                current,
                failStop,
                directory -> forced.add(directory.getFileName().toString()));

        Files.writeString(current.resolve("raft-meta"), "term=3\nvotedFor=\n");
        force.force();
        force.forceTerm(3);
        assertThat(force.forcedTerm()).isEqualTo(3);
        assertThat(forced).as("with those above it, the first time").containsExactly("current", "group", "raft");

        Files.writeString(current.resolve("raft-meta"), "term=3\nvotedFor=a#0011223344556677\n");
        force.force();
        force.force();
        assertThat(forced).as("the vote of a term is not the term").hasSize(4);

        Files.writeString(current.resolve("raft-meta"), "term=4\nvotedFor=\n");
        force.forceTerm(4);
        force.force();
        assertThat(forced).hasSize(5).endsWith("current", "current");
    }

    @Test
    void aForceThatFailedCountsForNothing() throws Exception {
        Path current = Files.createDirectories(home.resolve("raft/group/current"));
        Files.writeString(current.resolve("raft-meta"), "term=3\nvotedFor=\n");
        AtomicInteger attempts = new AtomicInteger();
        VoteDirectoryForce force = new VoteDirectoryForce(current, failStop, directory -> {
            attempts.incrementAndGet();
            throw new IOException("no disk");
        });

        assertThatThrownBy(force::force).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(force::force).isInstanceOf(IllegalStateException.class);

        assertThat(attempts).hasValue(2);
        assertThat(failStop.halts()).hasSize(2);
    }
}
