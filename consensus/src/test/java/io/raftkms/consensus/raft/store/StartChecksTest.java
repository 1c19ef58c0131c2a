package io.raftkms.consensus.raft.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartChecksTest {
    @TempDir
    static Path written;

    private static ScheduledExecutorService scheduler;

    @TempDir
    Path home;

    private final RecordedFailStop failStop = new RecordedFailStop();
    private final Random random = new Random(7);
    private DataDirectory directory;
    private Path group;

    @BeforeAll
    static void writeALogWithRatis() throws Exception {
        scheduler = Executors.newSingleThreadScheduledExecutor();
        RatisLog.write(written.resolve("live"), written.resolve("killed"), 20);
    }

    @AfterAll
    static void stop() {
        scheduler.shutdownNow();
    }

    @BeforeEach
    void initialise() throws Exception {
        directory = Members.initialised(home);
        group = directory.raft().resolve(RatisLog.GROUP.toString());
    }

    @Test
    void aFirstStartFindsNothingAndSaysSo() throws Exception {
        try (MemberStore store = start()) {
            assertThat(store.identity()).isEqualTo(Members.IDENTITY);
            assertThat(store.run().startNumber()).isEqualTo(1);
            assertThat(store.run().startId()).hasSize(32);
            assertThat(store.raftData().isEmpty()).isTrue();
            assertThat(store.known().lastIndex()).isEqualTo(-1);
            assertThat(directory.watermark()).exists();
            Members.refuses(this::start, Fault.DATA_DIRECTORY_LOCKED, directory.root());
        }
    }

    @Test
    void eachStartHasTheNextNumberAndANewId() throws Exception {
        String first;
        try (MemberStore store = start()) {
            first = store.run().startId();
        }
        try (MemberStore store = start()) {
            assertThat(store.run().startNumber()).isEqualTo(2);
            assertThat(store.run().startId()).isNotEqualTo(first);
        }
    }

    @Test
    void aSecondStartKnowsHowFarTheFirstHadApplied() throws Exception {
        runOnce();

        try (MemberStore store = start()) {
            assertThat(store.known().lastIndex()).isEqualTo(12);
            assertThat(store.run().raftHeld()).isTrue();
            assertThat(store.raftData().highestIndex()).isGreaterThanOrEqualTo(20);
            assertThat(store.watermark().verifyCovers(Map.of(Members.key(1), Members.prevote(10)), 12))
                    .isTrue();
        }
    }

    @Test
    void forcesWhatWasAppliedBySchedule() throws Exception {
        try (MemberStore store = start()) {
            store.runRecord().applied(new LogPosition(1, 12));

            Awaitility.await()
                    .until(() -> RunRecord.read(directory)
                            .orElseThrow()
                            .lastApplied()
                            .isPresent());
        }
    }

    @Test
    void aFailureOfTheScheduledForceEndsTheProcess() throws Exception {
        MemberStore store = start();
        Members.blockReplacing(directory.run());

        store.runRecord().applied(new LogPosition(1, 1));

        Awaitility.await().until(() -> !failStop.halts().isEmpty());
        assertThat(failStop.halts().get(0).fault()).isEqualTo(Fault.DISK_WRITE_FAILED);
    }

    @Test
    void aLostRaftDirectoryIsNoFirstStart() throws Exception {
        runOnce();
        Members.delete(directory.raft());

        Members.refuses(
                this::start,
                Fault.RAFT_DATA_LOST,
                group,
                "has applied entry 12 (term 1)",
                "not mounted",
                "Replace the member");
    }

    @Test
    void aLostVoteFileOfAMemberThatAppliedNothingIsNoFirstStart() throws Exception {
        start().close();
        Members.copy(written.resolve("killed"), directory.raft());
        start().close();
        Members.delete(directory.raft());

        Members.refuses(this::start, Fault.RAFT_DATA_LOST, group, "has voted", "Replace the member");
    }

    @Test
    void aLogThatEndsBeforeWhatWasAppliedIsRefused() throws Exception {
        runOnce();
        RunRecord ahead = RunRecord.read(directory).orElseThrow().with(true, Optional.of(new LogPosition(1, 1000)), 1);
        ahead.write(directory);

        Members.refuses(
                this::start, Fault.RAFT_DATA_LOST, group, directory.run().toString(), "1000 (term 1)");
    }

    @Test
    void aLogThatEndsBeforeTheWatermarkIsRefused() throws Exception {
        runOnce();
        try (MemberStore store = start()) {
            store.watermark()
                    .advance(
                            Members.key(1),
                            new MarkChange(
                                    MarkChange.Kind.RESERVE,
                                    Members.prevote(11),
                                    Optional.empty(),
                                    new LogPosition(1, 900)));
        }

        Members.refuses(
                this::start,
                Fault.RAFT_DATA_LOST,
                group,
                directory.watermark().toString(),
                " says that this member has applied entry 900 (term 1)");
    }

    @Test
    void aMissingRunRecordBesideRaftDataIsRefusedEachTime() throws Exception {
        runOnce();
        Files.delete(directory.run());

        for (int attempt = 0; attempt < 2; attempt++) {
            Members.refuses(
                    this::start, Fault.RUN_RECORD_MISSING, directory.run(), group + " is there", "Replace the member");
        }
    }

    @Test
    void aMissingRunRecordBesideAWatermarkIsRefused() throws Exception {
        start().close();
        Files.delete(directory.run());

        Members.refuses(this::start, Fault.RUN_RECORD_MISSING, directory.run(), directory.watermark() + " is there");
    }

    @Test
    void aDamagedRunRecordIsRefused() throws Exception {
        start().close();
        Members.flip(directory.run(), 30);

        Members.refuses(this::start, Fault.RUN_RECORD_DAMAGED, directory.run(), "Replace the member");
    }

    @Test
    void aRunRecordOfAnotherMemberIsRefused() throws Exception {
        RunRecord.next(Members.B, Optional.empty(), "0".repeat(32), false).write(directory);

        Members.refuses(
                this::start,
                Fault.IDENTITY_MISMATCH,
                directory.run(),
                Members.B.toString(),
                "never be copied",
                "Replace the member");
    }

    @Test
    void anotherClustersConfigurationIsRefused() {
        StartChecks checks = new StartChecks(
                directory,
                "cluster-2",
                Members.A,
                RatisLog.GROUP.toString(),
                RatisLog.MAX_RECORD_BYTES,
                RatisLog::lastEntry,
                random,
                scheduler,
                failStop);

        Members.refuses(checks::run, Fault.IDENTITY_MISMATCH, directory.identity(), "a member of another cluster");
        assertThat(directory.run()).doesNotExist();
    }

    @Test
    void anotherGroupsRaftDataIsRefused() throws Exception {
        Members.copy(written.resolve("killed"), directory.raft());
        String other = UUID.nameUUIDFromBytes(new byte[] {1}).toString();
        Files.move(group, directory.raft().resolve(other));

        Members.refuses(
                this::start, Fault.RAFT_DATA_FOREIGN, directory.raft(), other, "another cluster", "Replace the member");
    }

    @Test
    void aMissingIdentityIsRefused() throws Exception {
        Files.delete(directory.identity());

        Members.refuses(this::start, Fault.IDENTITY_MISSING, directory.identity());
    }

    @Test
    void aDamagedWatermarkIsRefusedAndTheDirectoryIsFreeAgain() throws Exception {
        start().close();
        Members.flip(directory.watermark(), 20);

        Members.refuses(this::start, Fault.WATERMARK_DAMAGED, directory.watermark());
        Members.refuses(this::start, Fault.WATERMARK_DAMAGED, directory.watermark());
    }

    @Test
    void aVanishedWatermarkIsRefused() throws Exception {
        runOnce();
        Files.delete(directory.watermark());

        Members.refuses(this::start, Fault.WATERMARK_MISSING, directory.watermark(), "12 (term 1)");
    }

    @Test
    void anUnreadableFileIsNoMissingFile() throws Exception {
        start().close();
        Files.delete(directory.watermark());
        Files.createDirectory(directory.watermark());

        Members.refuses(this::start, Fault.DISK_READ_FAILED, directory.watermark(), "Cannot read ", "replace the disk");
    }

    @Test
    void aStartThatCannotWriteIsRefused() throws Exception {
        start().close();
        Files.createDirectories(directory.root().resolve(".new-run.json").resolve("in-the-way"));

        Members.refuses(
                this::start,
                Fault.DISK_WRITE_FAILED,
                directory.run(),
                "A full disk: make room, then start the member.");
    }

    private void runOnce() throws Exception {
        start().close();
        Members.copy(written.resolve("killed"), directory.raft());
        try (MemberStore store = start()) {
            store.watermark()
                    .advance(
                            Members.key(1),
                            new MarkChange(
                                    MarkChange.Kind.SET,
                                    Members.prevote(10),
                                    Optional.empty(),
                                    new LogPosition(1, 11)));
            store.runRecord().applied(new LogPosition(1, 12));
        }
    }

    private MemberStore start() throws MemberFaultException {
        return new StartChecks(
                        directory,
                        Members.CLUSTER,
                        Members.A,
                        RatisLog.GROUP.toString(),
                        RatisLog.MAX_RECORD_BYTES,
                        RatisLog::lastEntry,
                        random,
                        scheduler,
                        failStop)
                .run();
    }
}
