package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.FailStop;
import java.io.IOException;
import java.nio.file.Path;

/** The member's own files, checked and open. Made by {@link StartChecks}; closed after Raft is. */
public final class MemberStore implements AutoCloseable {
    private final DataLock lock;
    private final Identity identity;
    private final RunRecord run;
    private final Watermark watermark;
    private final RunRecordWriter writer;
    private final LogScan scan;
    private final Path current;

    MemberStore(
            DataLock lock,
            Identity identity,
            RunRecord run,
            Watermark watermark,
            RunRecordWriter writer,
            LogScan scan,
            Path current) {
        this.lock = lock;
        this.identity = identity;
        this.run = run;
        this.watermark = watermark;
        this.writer = writer;
        this.scan = scan;
        this.current = current;
    }

    public Identity identity() {
        return identity;
    }

    /** This start's number and id, and how far the last one had applied. */
    public RunRecord run() {
        return run;
    }

    public Watermark watermark() {
        return watermark;
    }

    /** To be told of every applied entry. */
    public RunRecordWriter runRecord() {
        return writer;
    }

    /** What Raft's directory held before Raft started. */
    public LogScan raftData() {
        return scan;
    }

    /**
     * Up to here the member had applied before: nothing may be signed before replay gets there again and {@link
     * Watermark#verifyCovers} says true. -1 on a first start.
     */
    public long appliedBefore() {
        long recorded =
                watermark.entries().stream().mapToLong(LogPosition::index).max().orElse(-1);
        return Math.max(recorded, run.lastApplied().map(LogPosition::index).orElse(-1L));
    }

    /** For {@link ForcedVoteRpc} and the state machine. */
    public VoteDirectoryForce voteDirectory(FailStop failStop) {
        return new VoteDirectoryForce(current, failStop);
    }

    /** Forces everything, then gives the directory free. */
    @Override
    public void close() throws IOException {
        try (lock;
                watermark) {
            writer.close();
        }
    }
}
