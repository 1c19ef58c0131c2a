package io.raftkms.protocol.signbytes;

import com.google.protobuf.ByteString;
import java.time.Instant;

/**
 * A vote as a validator node asks for it: every field that is signed, none that is not. Nothing here is checked;
 * {@code RequestLimits} does that.
 *
 * @param messageType {@code SignedMsgType}: 1 prevote, 2 precommit; anything else is refused before signing
 * @param height block height
 * @param round round
 * @param blockId the block voted for, or {@link BlockId#NIL}
 * @param timestamp the node's time, in full nanoseconds
 * @param extension application data of a precommit, empty if none
 */
public record Vote(int messageType, long height, int round, BlockId blockId, Instant timestamp, ByteString extension) {}
