package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.MemberFaultException;

/** Where the free space of the data directory is read. */
@FunctionalInterface
public interface SpaceSource {
    /**
     * Looks at the disk; may take as long as a write to it.
     *
     * @throws MemberFaultException if the directory cannot be written for another reason than lack of space
     */
    FreeSpace read() throws MemberFaultException;
}
