package io.raftkms.consensus.raft;

import io.raftkms.consensus.raft.peer.HostPort;
import io.raftkms.consensus.raft.store.DataDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
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
        long voters =
                settings.members().stream().filter(member -> !member.listener()).count();
        if (voters == 0) {
            throw new MemberFaultException(
                    Fault.GROUP_INVALID, "All configured members are listeners: nobody could vote or lead.");
        }
        if (voters % 2 == 0 && !settings.allowEven()) {
            throw new MemberFaultException(
                    Fault.EVEN_CLUSTER,
                    "A cluster of " + voters + " members tolerates no more losses than one of " + (voters - 1)
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

    Set<MemberId> voterIds() {
        Set<MemberId> ids = new HashSet<>();
        settings.members().stream().filter(member -> !member.listener()).forEach(member -> ids.add(member.id()));
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

    /**
     * What Ratis starts with while its own log names no group.
     *
     * @param joins whether this member joins a group that is there already: as a listener it follows whoever leads and
     *     stands for no election, whatever it will be in the group's own words
     */
    RaftGroup group(boolean joins) {
        List<RaftPeer> peers = settings.members().stream()
                .map(member -> peer(member, member.listener() || (joins && member.equals(self))))
                .toList();
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

    /** As the member stands in configuration entries; the address for clients is that of its peer port: decision 0040. */
    static RaftPeer peer(MemberSettings.Member member) {
        return peer(member, member.listener());
    }

    private static RaftPeer peer(MemberSettings.Member member, boolean listener) {
        return RaftPeer.newBuilder()
                .setId(peerId(member.id()))
                .setAddress(HostPort.of(member.host(), member.raftPort()))
                .setClientAddress(HostPort.of(member.host(), member.peerPort()))
                .setStartupRole(listener ? RaftPeerRole.LISTENER : RaftPeerRole.FOLLOWER)
                .build();
    }

    /** Reads {@link #peer} back. */
    static MemberSettings.Member member(RaftPeer peer, boolean listener) {
        HostPort raft = HostPort.parse(peer.getAddress())
                .orElseThrow(() -> new IllegalStateException("no address in " + peer.getDetails()));
        int peerPort =
                HostPort.parse(peer.getClientAddress()).map(HostPort::port).orElse(raft.port() + 1);
        return new MemberSettings.Member(memberId(peer.getId()), raft.host(), raft.port(), peerPort, listener);
    }
}
