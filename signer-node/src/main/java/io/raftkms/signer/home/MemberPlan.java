package io.raftkms.signer.home;

import io.raftkms.consensus.raft.MemberId;
import java.util.Optional;

/**
 * A member whose home is to be made.
 *
 * @param host advertised name or address
 * @param bind address to bind to, where it differs
 * @param httpPort of its read side on loopback
 */
public record MemberPlan(MemberId id, String host, int raftPort, int peerPort, Optional<String> bind, int httpPort) {}
