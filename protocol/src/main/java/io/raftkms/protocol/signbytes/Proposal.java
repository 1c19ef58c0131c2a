package io.raftkms.protocol.signbytes;

import java.time.Instant;

/**
 * A proposal as a validator node asks for it: every field that is signed, none that is not. The type on the wire is
 * not among them: a canonical proposal's is always 32.
 *
 * @param height block height
 * @param round round
 * @param polRound round of the proof of lock, -1 for none
 * @param blockId the block proposed
 * @param timestamp the node's time, in full nanoseconds
 */
public record Proposal(long height, int round, int polRound, BlockId blockId, Instant timestamp) {}
