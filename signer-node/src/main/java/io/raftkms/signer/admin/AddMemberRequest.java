package io.raftkms.signer.admin;

/**
 * Takes a member in.
 *
 * @param id as {@code name#nonce}
 * @param listener as a copy without a vote
 */
public record AddMemberRequest(String id, String host, int raftPort, int peerPort, boolean listener) {}
