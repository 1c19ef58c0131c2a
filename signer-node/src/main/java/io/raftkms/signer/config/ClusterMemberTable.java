package io.raftkms.signer.config;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.MemberSettings;
import java.util.List;
import java.util.Optional;

/** {@code [[cluster.member]]}. */
final class ClusterMemberTable {
    static final int DEFAULT_RAFT_PORT = 26670;
    static final int DEFAULT_PEER_PORT = 26671;

    static final ValueType<String> MEMBER_NAME =
            Values.matching("1-32 lower-case letters, digits and hyphens", "[a-z0-9-]{1,32}");
    static final ValueType<String> HOST =
            Values.matching("a host name or an address without port", "[A-Za-z0-9_.-]{1,253}|[0-9A-Fa-f:.]{2,64}");

    static final Key<String> NAME = Key.required("name", MEMBER_NAME, "The member's name.");
    static final Key<String> NONCE = Key.required(
            "nonce",
            Values.matching("16 lower-case hex digits", "[0-9a-f]{16}"),
            "Drawn when the member's home is made; also in its `data/identity.json` and in its certificate. A name can be"
                    + " used again by a later member, a nonce never.");
    static final Key<String> HOST_KEY = Key.required(
            "host", HOST, "Name or address that the other members reach it at; stands in its certificate.");
    static final Key<Integer> RAFT_PORT =
            Key.optional("raft_port", Values.integer(1, 65535), DEFAULT_RAFT_PORT, "TCP port of Raft.");
    static final Key<Integer> PEER_PORT = Key.optional(
            "peer_port",
            Values.integer(1, 65535),
            DEFAULT_PEER_PORT,
            "TCP port of the calls from member to member: forwarded requests and status.");

    static final Key<Boolean> LISTENER = Key.optional(
            "listener",
            Values.bool(),
            false,
            "A copy of the log without a vote: it never leads and never signs, and has neither keys nor links. For a third"
                    + " site, or for audit.");

    static final Table TABLE = new Table(
            "[[cluster.member]]",
            "One for each member, this one included; the same on all members.",
            List.of(NAME, NONCE, HOST_KEY, RAFT_PORT, PEER_PORT, LISTENER));

    private ClusterMemberTable() {}

    static Optional<MemberSettings.Member> read(Section section) {
        Optional<String> name = section.read(NAME);
        Optional<String> nonce = section.read(NONCE);
        Optional<String> host = section.read(HOST_KEY);
        Optional<Integer> raftPort = section.read(RAFT_PORT);
        Optional<Integer> peerPort = section.read(PEER_PORT);
        Optional<Boolean> listener = section.read(LISTENER);
        return section.ifSound(() -> new MemberSettings.Member(
                new MemberId(name.orElseThrow(), nonce.orElseThrow()),
                host.orElseThrow(),
                raftPort.orElseThrow(),
                peerPort.orElseThrow(),
                listener.orElseThrow()));
    }
}
