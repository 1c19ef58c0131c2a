package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.InvalidProtocolBufferException;

/**
 * Ratis' {@code raft-meta.conf}: the newest entry that names the group's members. Ratis logs that it cannot read the
 * file and goes on with the configured members, which after a change of membership are not the group: a majority of the
 * wrong members could then commit.
 */
public final class GroupFile {
    private final Path file;

    public GroupFile(Path file) {
        this.file = file;
    }

    /**
     * Makes sure that the disk has this group or a later one, under the file's name, when this returns. Ratis only logs it
     * when it cannot write the file, and never forces its name. What is not there is written here; the older file was
     * then left by a write that failed, or put over this one by an entry that was applied at the same time.
     */
    public void require(LogEntryProto group) throws IOException {
        if (indexThere() >= group.getIndex()) {
            DurableFiles.force(file);
            DurableFiles.forceDirectory(file.getParent());
        } else {
            DurableFiles.replace(file, group.toByteArray());
        }
    }

    private long indexThere() throws IOException {
        try {
            LogEntryProto there = LogEntryProto.parseFrom(Files.readAllBytes(file));
            return there.hasConfigurationEntry() ? there.getIndex() : -1;
        } catch (NoSuchFileException | InvalidProtocolBufferException notWritten) {
            return -1;
        }
    }

    public Path path() {
        return file;
    }

    /**
     * Requires the file where the log alone does not have every group: beside a snapshot, or a log that begins later. Only
     * the configured members would be left to count by.
     */
    static void requireBeside(RaftFiles files) throws IOException, MemberFaultException {
        boolean begun = files.newestSnapshot().isPresent()
                || files.segments().stream().findFirst().stream().anyMatch(first -> first.start() > 0);
        if (begun && !Files.exists(files.configurationFile())) {
            throw new MemberFaultException(
                    Fault.RAFT_GROUP_FILE_DAMAGED,
                    "The group file " + files.configurationFile() + " is missing beside a snapshot, or a log whose"
                            + " beginning is gone: nobody here knows who is in the group. " + WayOut.REPLACE);
        }
    }

    /** Passes without a file: Ratis writes the first one only after the first entry; {@link #requireBeside} asks on. */
    static void check(Path file) throws IOException, MemberFaultException {
        if (!Files.exists(file)) {
            return;
        }
        try {
            if (LogEntryProto.parseFrom(Files.readAllBytes(file)).hasConfigurationEntry()) {
                return;
            }
        } catch (InvalidProtocolBufferException e) {
            throw damaged(file, e);
        }
        throw damaged(file, null);
    }

    private static MemberFaultException damaged(Path file, Exception cause) {
        return new MemberFaultException(
                Fault.RAFT_GROUP_FILE_DAMAGED,
                "The group file " + file + " does not hold the members of a Raft group. It is written whole or not at"
                        + " all, so this is no trace of a crash. " + WayOut.REPLACE,
                cause);
    }
}
