package io.raftkms.consensus.raft;

import io.raftkms.consensus.raft.peer.HostPort;
import io.raftkms.consensus.raft.store.DataDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;

/** The configured members as a Raft group: peer ids are {@code name#nonce}, the group id comes from the cluster id. */
final class GroupLayout {
    private static final String GROUP_NAME_PREFIX = "raftkms cluster ";

    private final MemberSettings settings;
    private final MemberSettings.Member self;

    private GroupLayout(MemberSettings settings, MemberSettings.Member self) {
        this.settings = settings;
        this.self = self;
    }

    /**
     * @throws MemberFaultException {@link Fault#GROUP_INVALID} or {@link Fault#EVEN_CLUSTER}
     */
    static GroupLayout of(MemberSettings settings) throws MemberFaultException {
        Set<MemberId> ids = new HashSet<>();
        for (MemberSettings.Member member : settings.members()) {
            if (!ids.add(member.id())) {
                throw new MemberFaultException(
                        Fault.GROUP_INVALID, "Member " + member.id() + " is configured twice in raftkms.toml.");
            }
        }
        MemberSettings.Member self = settings.members().stream()
                .filter(member -> member.id().equals(settings.self()))
                .findFirst()
                .orElseThrow(() -> new MemberFaultException(
                        Fault.GROUP_INVALID,
                        "This member " + settings.self() + " is not among the configured members " + ids + "."));
        if (ids.size() % 2 == 0 && !settings.allowEven()) {
            throw new MemberFaultException(
                    Fault.EVEN_CLUSTER,
                    "A cluster of " + ids.size() + " members tolerates no more losses than one of " + (ids.size() - 1)
                            + " and stops more easily. Configure an odd number, or start with --allow-even.");
        }
        return new GroupLayout(settings, self);
    }

    MemberSettings.Member self() {
        return self;
    }

    List<MemberSettings.Member> configured() {
        return settings.members();
    }

    Set<MemberId> memberIds() {
        Set<MemberId> ids = new HashSet<>();
        settings.members().forEach(member -> ids.add(member.id()));
        return Set.copyOf(ids);
    }

    RaftGroupId groupId() {
        return groupId(settings.clusterId());
    }

    /** Where Ratis keeps this group's log, votes and snapshots. */
    Path directory() {
        return new DataDirectory(settings.dataDirectory()).raft().resolve(directoryName());
    }

    String directoryName() {
        return groupId().getUuid().toString();
    }

    RaftGroup group() {
        List<RaftPeer> peers =
                settings.members().stream().map(GroupLayout::peer).toList();
        return RaftGroup.valueOf(groupId(), peers);
    }

    static RaftGroupId groupId(String clusterId) {
        byte[] name = (GROUP_NAME_PREFIX + clusterId).getBytes(StandardCharsets.UTF_8);
        return RaftGroupId.valueOf(UUID.nameUUIDFromBytes(name));
    }

    static RaftPeerId peerId(MemberId id) {
        return RaftPeerId.valueOf(id.toString());
    }

    /** Ratis' ids are ours, read back. */
    static MemberId memberId(RaftPeerId id) {
        return MemberId.parse(id.toString());
    }

    static MemberId memberId(ServerRpcProto peer) {
        return memberId(RaftPeerId.valueOf(peer.getId().getId()));
    }

    private static RaftPeer peer(MemberSettings.Member member) {
        return RaftPeer.newBuilder()
                .setId(peerId(member.id()))
                .setAddress(HostPort.of(member.host(), member.raftPort()))
                .build();
    }
}
