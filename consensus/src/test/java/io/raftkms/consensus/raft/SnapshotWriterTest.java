package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.Entry;
import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KnownVersions;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotWriterTest {
    private static final long NONE = RaftLog.INVALID_LOG_INDEX;

    private final LedgerSnapshots snapshots = new LedgerSnapshots();
    private final RecordedFailStop failStop = new RecordedFailStop();
    private final Deque<Runnable> later = new ArrayDeque<>();
    private final SnapshotWriter writer = new SnapshotWriter(snapshots, later::add, failStop);

    @TempDir
    Path directory;

    @BeforeEach
    void placeOfSnapshots() throws ReflectiveOperationException {
        Field place = SimpleStateMachineStorage.class.getDeclaredField("stateMachineDir");
        place.setAccessible(true);
        place.set(snapshots, directory.toFile());
    }

    @Test
    void entriesAreAppliedWhileTheStateOfAnEarlierOneIsWritten() throws Exception {
        LedgerState before = state(1);

        assertThat(writer.take(before, at(10))).isEqualTo(NONE);
        assertThat(writer.take(state(2), at(11))).as("one at a time").isEqualTo(NONE);
        later.remove().run();

        assertThat(later).isEmpty();
        assertThat(writer.take(state(3), at(12))).isEqualTo(10);
        assertThat(SnapshotFiles.read(snapshots.getLatestSnapshot()).state()).isEqualTo(before);
    }

    @Test
    void stateThatIsInASnapshotIsNotWrittenAgain() {
        written(10);

        assertThat(writer.take(state(1), at(10))).isEqualTo(10);
        assertThat(later).isEmpty();
    }

    @Test
    void oldSnapshotsGo() throws IOException {
        for (long index = 10; index <= 60; index += 10) {
            written(index);
        }

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "snapshot.1_40",
                            "snapshot.1_50",
                            "snapshot.1_60",
                            "snapshot.1_40.md5",
                            "snapshot.1_50.md5",
                            "snapshot.1_60.md5");
        }
    }

    @Test
    void nothingBeginsWhileRatisExchangesTheDirectory() {
        writer.pause();
        assertThat(writer.take(state(1), at(10))).isEqualTo(NONE);
        assertThat(later).isEmpty();

        writer.resume();

        written(11);
    }

    @Test
    void failedWriteEndsTheMemberAndLetsNothingBePurged() throws IOException {
        writer.take(state(1), at(10));
        Files.delete(directory);

        later.remove().run();

        assertThat(failStop.faults()).containsExactly(Fault.DISK_WRITE_FAILED);
        assertThat(writer.take(state(2), at(11))).isEqualTo(NONE);
    }

    private void written(long index) {
        assertThat(writer.take(state(index), at(index))).isEqualTo(NONE);
        later.remove().run();
        assertThat(writer.take(state(index), at(index))).isEqualTo(index);
    }

    private static TermIndex at(long index) {
        return TermIndex.valueOf(1, index);
    }

    private static LedgerState state(long height) {
        Command enrol = new Command.Enrol(TestCluster.KEY, new Enrolment.NewChain(1));
        Command reserve = TestCluster.reservation(Ask.prevote(height, 0, 'A'));
        return LedgerState.EMPTY
                .apply(new Entry(KnownVersions.newest(), enrol), 1)
                .next()
                .apply(new Entry(KnownVersions.newest(), reserve), 2)
                .next();
    }
}
