package io.raftkms.consensus.raft.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogScanTest {
    private static final int ENTRIES = 200;

    @TempDir
    static Path written;

    @TempDir
    Path home;

    private RaftFiles files;
    private List<RaftFiles.Segment> segments;
    private LogPosition last;

    @BeforeAll
    static void writeALogWithRatis() throws Exception {
        RatisLog.write(written.resolve("live"), written.resolve("killed"), ENTRIES);
    }

    @BeforeEach
    void copyIt() throws Exception {
        Members.copy(written.resolve("killed"), home.resolve("raft"));
        files = new RaftFiles(
                home.resolve("raft").resolve(RatisLog.GROUP.toString()).resolve("current"));
        segments = files.segments();
        last = scan().lastEntry().orElseThrow();
    }

    @Test
    void readsClosedSegmentsAndAnOpenPreallocatedOne() throws Exception {
        LogScan scan = scan(new LogPosition(0, 7));

        assertThat(segments).hasSizeGreaterThan(2);
        assertThat(openSegment().open()).isTrue();
        assertThat(Files.readAllBytes(openSegment().file())).as("padding").endsWith(0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(scan.lastEntry().orElseThrow().index()).isGreaterThanOrEqualTo(ENTRIES);
        assertThat(scan.voteTerm()).isEqualTo(1);
        assertThat(scan.terms()).containsExactly(Map.entry(7L, 1L));
        assertThat(scan.isEmpty()).isFalse();
    }

    @Test
    void changesNothing() throws Exception {
        List<byte[]> before = contents();

        scan();

        assertThat(contents()).containsExactlyElementsOf(before);
    }

    @Test
    void rewritingKeepsEveryByteInANewFile() throws Exception {
        List<byte[]> before = contents();
        Object inode = inode(openSegment().file());
        Object vote = inode(files.voteFile());
        Files.writeString(files.current().resolve(".new-log_inprogress_3"), "left by a crash");

        RaftFilesRewrite.rewrite(files);

        assertThat(contents()).containsExactlyElementsOf(before);
        assertThat(inode(openSegment().file())).isNotEqualTo(inode);
        assertThat(inode(files.voteFile())).isNotEqualTo(vote);
        assertThat(files.current().resolve(".new-log_inprogress_3")).doesNotExist();
    }

    @Test
    void aMissingDirectoryIsEmpty() throws Exception {
        files = new RaftFiles(home.resolve("nothing").resolve("current"));

        assertThat(scan().isEmpty()).isTrue();
        assertThat(scan().highestIndex()).isEqualTo(-1);
        RaftFilesRewrite.rewrite(files);
    }

    @Test
    void aFlippedByteInAClosedSegmentIsDamageWithItsPlace() throws Exception {
        Path file = segments.get(0).file();
        Members.flip(file, 3000);

        Members.refuses(this::scan, Fault.RAFT_LOG_DAMAGED, file, "at byte 2", "Replace the member");
    }

    @Test
    void aFlippedByteInTheHeadOfASegmentIsDamage() throws Exception {
        Path file = openSegment().file();
        Members.flip(file, 3);

        Members.refuses(this::scan, Fault.RAFT_LOG_DAMAGED, file, "at byte 8", "Replace the member");
    }

    @Test
    void everyFlippedByteOfTheOpenSegmentIsRefused() throws Exception {
        Path file = openSegment().file();
        byte[] good = Files.readAllBytes(file);
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < good.length; i += 97) {
            byte[] bad = good.clone();
            bad[i] ^= 0x04;
            Files.write(file, bad);
            try {
                scan();
            } catch (MemberFaultException e) {
                faults.add(e.fault());
                assertThat(e.getMessage()).contains(file.toString()).contains("Replace the member");
            }
        }
        assertThat(faults).hasSize((good.length + 96) / 97).containsOnly(Fault.RAFT_LOG_DAMAGED, Fault.RAFT_LOG_TORN);
    }

    @Test
    void aFlippedByteInTheMiddleOfTheOpenSegmentIsNotTakenForATornTail() throws Exception {
        Path file = openSegment().file();
        Members.flip(file, 60);

        Members.refuses(this::scan, Fault.RAFT_LOG_DAMAGED, file, "at byte 8");
    }

    @Test
    void aHalfWrittenLastRecordIsATornTail() throws Exception {
        Path file = openSegment().file();
        byte[] bytes = Files.readAllBytes(file);
        int end = endOfRecords(bytes);
        for (int i = end - 20; i < end; i++) {
            bytes[i] = 0;
        }
        Files.write(file, bytes);

        Members.refuses(
                this::scan,
                Fault.RAFT_LOG_TORN,
                file,
                "nothing follows it",
                "power was probably lost",
                "Replace the member");
    }

    @Test
    void aFileCutWithinItsLastRecordIsATornTail() throws Exception {
        Path file = openSegment().file();
        Members.truncate(file, endOfRecords(Files.readAllBytes(file)) - 20);

        Members.refuses(this::scan, Fault.RAFT_LOG_TORN, file, "the file ends within a record");
    }

    @Test
    void aCutClosedSegmentIsDamage() throws Exception {
        Path file = segments.get(1).file();
        Members.truncate(file, Files.size(file) / 2);

        Members.refuses(this::scan, Fault.RAFT_LOG_DAMAGED, file, "its last readable entry is");
    }

    @Test
    void aLogCutBetweenRecordsIsShorterThanWhatWasApplied() throws Exception {
        Files.delete(openSegment().file());
        LogScan scan = scan(last);

        Members.refuses(
                () -> scan.requireReached(files, last, "run.json"),
                Fault.RAFT_DATA_LOST,
                files.groupDirectory(),
                "ends at entry " + (openSegment().start() - 1),
                "run.json says that this member has applied entry " + last,
                "older copy",
                "Replace the member");
    }

    @Test
    void aMissingSegmentIsDamage() throws Exception {
        Files.delete(segments.get(1).file());

        Members.refuses(
                this::scan,
                Fault.RAFT_LOG_DAMAGED,
                segments.get(2).file(),
                " begins at entry " + segments.get(2).start() + " where entry "
                        + segments.get(1).start() + " is due",
                "Replace the member");
    }

    @Test
    void aSegmentBehindAnOpenOneIsDamage() throws Exception {
        RaftFiles.Segment first = segments.get(0);
        Files.move(first.file(), first.file().resolveSibling("log_inprogress_0"));

        Members.refuses(this::scan, Fault.RAFT_LOG_DAMAGED, segments.get(1).file(), "after log_inprogress_0");
    }

    @Test
    void anotherTermAtTheAppliedEntryIsAnotherLog() throws Exception {
        LogPosition applied = new LogPosition(2, 50);
        LogScan scan = scan(applied);

        Members.refuses(
                () -> scan.requireReached(files, applied, "run.json"),
                Fault.RAFT_DATA_LOST,
                files.groupDirectory(),
                "has term 1 there");
    }

    @Test
    void theLogMayGoOnBehindWhatWasApplied() throws Exception {
        LogPosition applied = new LogPosition(1, 50);

        scan(applied).requireReached(files, applied, "run.json");
    }

    @Test
    void anOlderVoteFileIsRefused() throws Exception {
        String vote = Files.readString(files.voteFile());
        Files.writeString(files.voteFile(), vote.replace("term=1", "term=0"));

        Members.refuses(
                this::scan,
                Fault.VOTE_FILE_OLD,
                files.voteFile(),
                " is of term 0, while the log beside it reaches term 1",
                "Replace the member");
    }

    @Test
    void anEmptyVoteFileBesideOneThatWasForcedIsThatOne() throws Exception {
        Files.copy(files.voteFile(), files.forcedVoteFile());
        String vote = Files.readString(files.voteFile());
        Files.writeString(files.voteFile(), "");

        assertThat(scan().voteTerm()).isEqualTo(1);
        RaftFilesRewrite.rewrite(files);

        assertThat(files.voteFile()).hasContent(vote);
    }

    @Test
    void aVoteFileBehindTheOneThatWasForcedIsThatOne() throws Exception {
        String vote = Files.readString(files.voteFile());
        Files.writeString(files.forcedVoteFile(), vote.replace("term=1", "term=7"));
        assertThat(scan().voteTerm()).isEqualTo(7);

        Files.writeString(files.forcedVoteFile(), vote.replaceAll("votedFor=.*", "votedFor=z\\#0011223344556677"));
        RaftFilesRewrite.rewrite(files);
        assertThat(VoteFile.read(files.voteFile())).isEqualTo(new VoteFile(1, "z#0011223344556677"));
    }

    @Test
    void aVoteFileThatIsNotBehindTheOneThatWasForcedStays() throws Exception {
        String vote = Files.readString(files.voteFile());
        for (String forced : List.of(
                vote, vote.replaceAll("votedFor=.*", "votedFor="), vote.replace("term=1", "term=0"), "", "garbage")) {
            Files.writeString(files.forcedVoteFile(), forced);
            RaftFilesRewrite.rewrite(files);
            assertThat(files.voteFile()).hasContent(vote);
        }

        RaftFilesRewrite.keepVote(files);
        assertThat(inode(files.forcedVoteFile())).isEqualTo(inode(files.voteFile()));
    }

    @Test
    void noOtherDamageOfTheVoteFileIsMendedByTheOneThatWasForced() throws Exception {
        Files.copy(files.voteFile(), files.forcedVoteFile());
        String vote = Files.readString(files.voteFile());

        Files.writeString(files.forcedVoteFile(), vote.replace("term=1", "term=0"));
        Files.writeString(files.voteFile(), "");
        Members.refuses(this::scan, Fault.VOTE_FILE_OLD, files.voteFile(), "an older copy");

        Files.writeString(files.forcedVoteFile(), "");
        Members.refuses(this::scan, Fault.VOTE_FILE_DAMAGED, files.voteFile(), "is damaged", "Replace the member");

        Files.writeString(files.forcedVoteFile(), vote);
        Files.writeString(files.voteFile(), vote.substring(0, vote.length() / 2));
        Members.refuses(this::scan, Fault.VOTE_FILE_DAMAGED, files.voteFile(), "is damaged", "Replace the member");

        Files.delete(files.voteFile());
        Members.refuses(this::scan, Fault.VOTE_FILE_DAMAGED, files.voteFile(), "is missing", "Replace the member");
    }

    @Test
    void aMissingVoteFileIsRefused() throws Exception {
        Files.delete(files.voteFile());

        Members.refuses(
                this::scan, Fault.VOTE_FILE_DAMAGED, files.voteFile(), "is missing beside a log", "Replace the member");
    }

    @Test
    void aVoteFileOfAnotherFormIsRefused() throws Exception {
        String vote = Files.readString(files.voteFile());
        List<String> damaged = List.of(
                "",
                vote.replace("term=1", "tern=1"),
                vote.replace("term=1", "term=-1"),
                vote.replace("term=1", "term=1x"),
                vote.replace("votedFor", "votedfor"),
                vote.replace("00112233", "0011223\u0001"),
                vote + "more=1\n",
                vote.replace("term=1", "\\u00zz=1"));
        for (String text : damaged) {
            Files.writeString(files.voteFile(), text, StandardCharsets.UTF_8);
            Members.refuses(this::scan, Fault.VOTE_FILE_DAMAGED, files.voteFile(), "is damaged", "Replace the member");
        }
    }

    /** Ratis would log it and go on with the configured members. */
    @Test
    void aGroupFileOfAnotherFormIsRefused() throws Exception {
        for (String text : List.of("", "zzz", "\n\n\n")) {
            Files.writeString(files.configurationFile(), text, StandardCharsets.UTF_8);
            Members.refuses(
                    this::scan,
                    Fault.RAFT_GROUP_FILE_DAMAGED,
                    files.configurationFile(),
                    "does not hold the members",
                    "Replace the member");
        }
    }

    @Test
    void aSnapshotStandsForTheLogBeforeIt() throws Exception {
        RatisLog.snapshot(files, new LogPosition(1, segments.get(1).start() + 1));
        Files.delete(segments.get(0).file());
        LogPosition applied = new LogPosition(1, 3);

        LogScan scan = scan(applied);

        assertThat(scan.snapshot()).contains(new LogPosition(1, segments.get(1).start() + 1));
        scan.requireReached(files, applied, "run.json");
    }

    @Test
    void aSnapshotBeyondTheLogReachesFurther() throws Exception {
        LogPosition installed = new LogPosition(1, last.index() + 100);
        RatisLog.snapshot(files, installed);

        LogScan scan = scan(installed);

        assertThat(scan.highestIndex()).isEqualTo(installed.index());
        scan.requireReached(files, installed, "run.json");
        LogPosition otherTerm = new LogPosition(2, installed.index());
        Members.refuses(
                () -> scan.requireReached(files, otherTerm, "run.json"), Fault.RAFT_DATA_LOST, files.groupDirectory());
    }

    @Test
    void aGapAfterTheSnapshotIsDamage() throws Exception {
        RatisLog.snapshot(files, new LogPosition(1, segments.get(1).start() - 2));
        Files.delete(segments.get(0).file());

        Members.refuses(this::scan, Fault.RAFT_LOG_DAMAGED, segments.get(1).file(), "a segment is missing");
    }

    @Test
    void aFlippedByteInTheSnapshotIsDamage() throws Exception {
        Path snapshot = RatisLog.snapshot(files, new LogPosition(1, 40));
        Members.flip(snapshot, 1);

        Members.refuses(this::scan, Fault.RAFT_SNAPSHOT_DAMAGED, snapshot, "MD5", "Replace the member");
    }

    @Test
    void aSnapshotUnderAnotherNameIsDamage() throws Exception {
        Path snapshot = RatisLog.snapshot(files, new LogPosition(1, 40));
        Path renamed = snapshot.resolveSibling("snapshot.1_41");
        Files.move(snapshot, renamed);

        Members.refuses(this::scan, Fault.RAFT_SNAPSHOT_DAMAGED, renamed, "it ends at 40 (term 1)", "41 (term 1)");
    }

    @Test
    void aSnapshotOfAnotherLogIsRefused() throws Exception {
        RatisLog.snapshot(files, new LogPosition(2, 40));

        Members.refuses(
                this::scan,
                Fault.RAFT_SNAPSHOT_DAMAGED,
                files.snapshotDirectory(),
                "The newest snapshot in ",
                " ends at 40 (term 2)",
                "has term 1 there");
    }

    @Test
    void aHalfWrittenSnapshotWithoutChecksumIsPassedOver() throws Exception {
        RatisLog.snapshot(files, new LogPosition(1, 40));
        Files.writeString(files.snapshotDirectory().resolve("snapshot.1_60"), "half");

        assertThat(scan().snapshot()).contains(new LogPosition(1, 40));
    }

    private LogScan scan(LogPosition... wanted) throws MemberFaultException {
        return LogScan.of(files, RatisLog.MAX_RECORD_BYTES, RatisLog::lastEntry, List.of(wanted));
    }

    private RaftFiles.Segment openSegment() {
        return segments.get(segments.size() - 1);
    }

    private static int endOfRecords(byte[] segment) {
        int end = segment.length;
        while (segment[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private List<byte[]> contents() throws Exception {
        List<byte[]> contents = new ArrayList<>();
        for (RaftFiles.Segment segment : files.segments()) {
            contents.add(Files.readAllBytes(segment.file()));
        }
        contents.add(Files.readAllBytes(files.voteFile()));
        return contents;
    }

    private static Object inode(Path file) throws Exception {
        return Files.getAttribute(file, "unix:ino");
    }
}
