package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.FailStop;
import io.raftkms.consensus.raft.MemberFaultException;
import java.io.IOException;
import java.util.function.UnaryOperator;

/** {@code peers.json} of a running member: what is known now, and what of it the disk holds. */
public final class PeersStore implements AutoCloseable {
    private final DataDirectory directory;
    private final FailStop failStop;
    private PeersFile now;
    private PeersFile written;
    private boolean closed;

    private PeersStore(DataDirectory directory, PeersFile read, FailStop failStop) {
        this.directory = directory;
        this.now = read;
        this.written = read;
        this.failStop = failStop;
    }

    /**
     * @param run this start
     * @param failStop for failures after this
     * @throws MemberFaultException as {@link PeersFile#open}
     */
    public static PeersStore open(DataDirectory directory, RunRecord run, FailStop failStop)
            throws MemberFaultException {
        return new PeersStore(directory, PeersFile.open(directory, run), failStop);
    }

    public synchronized PeersFile now() {
        return now;
    }

    /** Learns something that may be forgotten by a crash within a second. */
    public synchronized void note(UnaryOperator<PeersFile> change) {
        now = change.apply(now);
    }

    /** Learns something that must not be forgotten; on the disk when this returns. Otherwise ends the process. */
    public synchronized void keep(UnaryOperator<PeersFile> change) {
        now = change.apply(now);
        force();
    }

    /** Forces what changed; to be called every second. Ends the process if it fails. */
    public synchronized void force() {
        if (closed || now.equals(written)) {
            return;
        }
        try {
            now.write(directory);
            written = now;
        } catch (IOException | RuntimeException e) {
            throw DiskFault.halt(failStop, directory.peers(), e);
        }
    }

    /** Forces what changed and writes no more: the directory is about to be given free. */
    @Override
    public synchronized void close() {
        force();
        closed = true;
    }
}
