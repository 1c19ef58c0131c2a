package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.peer.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerProto;
import org.apache.ratis.thirdparty.com.google.protobuf.InvalidProtocolBufferException;

/** Who the other members of a data directory's owner are, read from Raft's files. Writes nothing and takes no lock. */
public final class GroupInspection {
    /** Most bytes of one record, as the start checks take it. */
    private static final int MAX_RECORD = 1 << 20;

    private GroupInspection() {}

    /**
     * A member as the group names it.
     *
     * @param peerPort the address of its peer port; of its Raft port, one higher, where the group does not say it
     */
    public record Known(MemberId id, HostPort raftPort, HostPort peerPort) {}

    /**
     * The members of the newest group, listeners among them, and those of the group before while it changes. Empty before
     * the first election. What cannot be read is left out: it shows as damage elsewhere.
     *
     * @param data a member's data directory, or a copy
     */
    public static List<Known> members(Path data) throws IOException {
        Map<MemberId, Known> known = new LinkedHashMap<>();
        for (RaftFiles files : StateInspection.groups(new DataDirectory(data))) {
            for (RaftConfigurationProto group : newest(files)) {
                Stream.of(group.getPeersList(), group.getOldPeersList(), group.getListenersList())
                        .flatMap(List::stream)
                        .flatMap(peer -> known(peer).stream())
                        .forEach(one -> known.put(one.id(), one));
            }
        }
        return List.copyOf(known.values());
    }

    /** Of the file beside the log, and of the log: after a crash either can be the newer one. */
    private static List<RaftConfigurationProto> newest(RaftFiles files) throws IOException {
        List<RaftConfigurationProto> found = new ArrayList<>();
        if (Files.exists(files.configurationFile())) {
            try {
                LogEntryProto entry = LogEntryProto.parseFrom(Files.readAllBytes(files.configurationFile()));
                found.add(entry.getConfigurationEntry());
            } catch (InvalidProtocolBufferException e) {
                // The log says it, too.
            }
        }
        RaftConfigurationProto[] last = new RaftConfigurationProto[1];
        for (RaftFiles.Segment segment : files.segments()) {
            try {
                SegmentScan.scanEntries(segment, MAX_RECORD, entry -> {
                    if (entry.hasConfigurationEntry()) {
                        last[0] = entry.getConfigurationEntry();
                    }
                });
            } catch (MemberFaultException e) {
                // What came before the damage was handed over.
            }
        }
        if (last[0] != null) {
            found.add(last[0]);
        }
        return found;
    }

    private static Optional<Known> known(RaftPeerProto peer) {
        Optional<HostPort> raft = HostPort.parse(peer.getAddress());
        if (raft.isEmpty()) {
            return Optional.empty();
        }
        HostPort next = new HostPort(raft.get().host(), raft.get().port() + 1);
        try {
            return Optional.of(new Known(
                    MemberId.parse(peer.getId().toStringUtf8()),
                    raft.get(),
                    HostPort.parse(peer.getClientAddress()).orElse(next)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
