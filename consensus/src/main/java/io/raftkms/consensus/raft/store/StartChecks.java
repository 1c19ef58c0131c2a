package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.FailStop;
import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.MemberId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/**
 * The first two steps of a start, before any port is open: is this my data directory, and is everything still in it.
 *
 * <ol>
 *   <li>Lock; identity; a new start number and id, forced.
 *   <li>Rewrite what Raft was writing; scan it; it must reach everything that run.json and the watermark have seen
 *       applied.
 * </ol>
 *
 * @param directory the member's {@code data/}
 * @param clusterId as configured
 * @param self as configured
 * @param raftGroup name of this cluster's directory in {@code raft/}: the Raft group's UUID
 * @param maxRecordBytes Ratis' {@code raft.server.log.appender.buffer.byte-limit}: no log record is longer
 * @param ledger reads snapshots
 * @param random for the start id
 * @param scheduler forces run.json and the watermark every second; stays the caller's
 * @param failStop for failures after the start
 */
public record StartChecks(
        DataDirectory directory,
        String clusterId,
        MemberId self,
        String raftGroup,
        int maxRecordBytes,
        SnapshotCheck ledger,
        RandomGenerator random,
        ScheduledExecutorService scheduler,
        FailStop failStop) {
    private static final int START_ID_BYTES = 16;

    /**
     * Runs both steps. On a refusal nothing stays locked.
     *
     * @throws MemberFaultException saying what was found, where, and the way out
     */
    public MemberStore run() throws MemberFaultException {
        DataLock lock = directory.lock();
        try {
            return run(lock);
        } catch (MemberFaultException | RuntimeException | Error e) {
            try {
                lock.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    private MemberStore run(DataLock lock) throws MemberFaultException {
        Identity identity = Identity.read(directory);
        identity.require(directory, clusterId, self);
        RaftFiles files = new RaftFiles(directory.raft().resolve(raftGroup).resolve("current"));
        RunRecord run = nextRun(files);
        rewrite(files);
        Watermark watermark = Watermark.open(directory, identity, run, failStop);
        try {
            LogScan scan = scan(files, run, watermark);
            requireGroup(files, identity);
            keepVote(files);
            RunRecordWriter writer = new RunRecordWriter(directory, run, watermark, files.voteFile(), failStop);
            writer.start(scheduler);
            return new MemberStore(directory, lock, identity, run, watermark, writer, scan, files.current());
        } catch (MemberFaultException | RuntimeException e) {
            try {
                watermark.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    private RunRecord nextRun(RaftFiles files) throws MemberFaultException {
        Optional<RunRecord> previous = RunRecord.read(directory);
        boolean raftHolds;
        try {
            requireNoOtherGroup();
            raftHolds = files.holdState();
        } catch (IOException e) {
            throw DiskFault.reading(directory.raft(), e);
        }
        if (previous.isEmpty()) {
            requireNothingBeside(raftHolds, files);
        } else {
            requireOwn(previous.get());
            if (previous.get().saysRaftHeld() && !raftHolds) {
                throw raftGone(files, previous.get());
            }
        }
        byte[] startId = new byte[START_ID_BYTES];
        random.nextBytes(startId);
        RunRecord run = RunRecord.next(self, previous, HexFormat.of().formatHex(startId), raftHolds);
        try {
            DurableFiles.deleteTemporaries(directory.root());
            run.write(directory);
        } catch (IOException e) {
            throw DiskFault.writing(directory.run(), e);
        }
        return run;
    }

    private void requireNoOtherGroup() throws IOException, MemberFaultException {
        List<String> others = new ArrayList<>();
        try (DirectoryStream<Path> groups = Files.newDirectoryStream(directory.raft())) {
            for (Path group : groups) {
                if (Files.isDirectory(group.resolve("current")) && !group.endsWith(raftGroup)) {
                    others.add(group.getFileName().toString());
                }
            }
        } catch (NoSuchFileException e) {
            return;
        }
        if (!others.isEmpty()) {
            throw new MemberFaultException(
                    Fault.RAFT_DATA_FOREIGN,
                    "The Raft directory " + directory.raft() + " holds the group " + String.join(", ", others)
                            + ", while cluster " + clusterId + " is group " + raftGroup
                            + ": it is a directory of another cluster. " + WayOut.MOUNT_OR_REPLACE);
        }
    }

    private void requireNothingBeside(boolean raftHolds, RaftFiles files) throws MemberFaultException {
        Path beside = raftHolds
                ? files.groupDirectory()
                : Files.exists(directory.watermark()) ? directory.watermark() : directory.peers();
        if (raftHolds || Files.exists(beside)) {
            throw new MemberFaultException(
                    Fault.RUN_RECORD_MISSING,
                    "There is no run record " + directory.run() + " although this member has run before: " + beside
                            + " is there. " + WayOut.REPLACE);
        }
    }

    private void requireOwn(RunRecord previous) throws MemberFaultException {
        if (!previous.member().equals(self)) {
            throw new MemberFaultException(
                    Fault.IDENTITY_MISMATCH,
                    "The run record " + directory.run() + " is of another member: " + previous.member() + ", not "
                            + self + ". Files of one member must never be copied to another. " + WayOut.REPLACE);
        }
    }

    private static MemberFaultException raftGone(RaftFiles files, RunRecord previous) {
        return new MemberFaultException(
                Fault.RAFT_DATA_LOST,
                "There is no Raft data in " + files.groupDirectory() + ", while run.json says that this member "
                        + previous.lastApplied()
                                .map(l -> "has applied entry " + l)
                                .orElse("has voted")
                        + ": the directory is lost. " + WayOut.MOUNT_OR_REPLACE);
    }

    private static void rewrite(RaftFiles files) throws MemberFaultException {
        try {
            RaftFilesRewrite.rewrite(files);
        } catch (IOException e) {
            throw DiskFault.writing(files.groupDirectory(), e);
        }
    }

    private static void keepVote(RaftFiles files) throws MemberFaultException {
        try {
            RaftFilesRewrite.keepVote(files);
        } catch (IOException e) {
            throw DiskFault.writing(files.voteFile(), e);
        }
    }

    /** A member that joins counts by nothing: the configured group has it without a vote. */
    private static void requireGroup(RaftFiles files, Identity identity) throws MemberFaultException {
        if (identity.joins()) {
            return;
        }
        try {
            GroupFile.requireBeside(files);
        } catch (IOException e) {
            throw DiskFault.reading(files.current(), e);
        }
    }

    private LogScan scan(RaftFiles files, RunRecord run, Watermark watermark) throws MemberFaultException {
        List<LogPosition> recorded = watermark.entries();
        List<LogPosition> wanted = new ArrayList<>(recorded);
        run.lastApplied().ifPresent(wanted::add);
        LogScan scan = LogScan.of(files, maxRecordBytes, ledger, wanted);
        if (run.lastApplied().isPresent()) {
            scan.requireReached(files, run.lastApplied().get(), directory.run().toString());
        }
        for (LogPosition entry : recorded) {
            scan.requireReached(files, entry, directory.watermark().toString());
        }
        return scan;
    }
}
