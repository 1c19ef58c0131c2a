package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.FailStop;
import io.raftkms.consensus.raft.MemberFaultException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The member's own files, checked and open. Made by {@link StartChecks}; closed after Raft is. */
public final class MemberStore implements AutoCloseable {
    private final DataDirectory directory;
    private final DataLock lock;
    private final Identity identity;
    private final RunRecord run;
    private final Watermark watermark;
    private final RunRecordWriter writer;
    private final LogScan scan;
    private final Path current;
    private final KnownLog known;

    MemberStore(
            DataDirectory directory,
            DataLock lock,
            Identity identity,
            RunRecord run,
            Watermark watermark,
            RunRecordWriter writer,
            LogScan scan,
            Path current) {
        this.directory = directory;
        this.lock = lock;
        this.identity = identity;
        this.run = run;
        this.watermark = watermark;
        this.writer = writer;
        this.scan = scan;
        this.current = current;
        List<LogPosition> applied = new ArrayList<>(watermark.entries());
        run.lastApplied().ifPresent(applied::add);
        this.known = new KnownLog(applied);
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

    /** What this member knows of the others. Closed by the caller, before this is. */
    public PeersStore openPeers(FailStop failStop) throws MemberFaultException {
        return PeersStore.open(directory, run, failStop);
    }

    /**
     * What the member had applied before this start. Until the last of it is applied again and {@link
     * Watermark#verifyCovers} says true, this member submits nothing and is no ready leader.
     */
    public KnownLog known() {
        return known;
    }

    /**
     * For {@link ForcedVoteRpc} and the state machine.
     *
     * @param otherElectionWrites as {@link VoteDirectoryForce} wants it
     */
    public VoteDirectoryForce voteDirectory(FailStop failStop, BooleanSupplier otherElectionWrites) {
        return new VoteDirectoryForce(current, identity.member(), failStop, otherElectionWrites);
    }

    /** The newest group that Ratis has applied or taken over with a snapshot. */
    public GroupFile groupFile() {
        return new GroupFile(new RaftFiles(current).configurationFile());
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
