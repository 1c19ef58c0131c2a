package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.InvalidProtocolBufferException;

/**
 * Ratis' {@code raft-meta.conf}: the newest entry that names the group's members. Ratis logs that it cannot read the
 * file and goes on with the configured members, which after a change of membership are not the group: a majority of the
 * wrong members could then commit.
 */
final class GroupFile {
    private GroupFile() {}

    /** Passes without a file: Ratis writes the first one only after the first entry. */
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
