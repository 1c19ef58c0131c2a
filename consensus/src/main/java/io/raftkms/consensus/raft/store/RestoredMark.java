package io.raftkms.consensus.raft.store;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.Optional;

/**
 * A key's mark as a snapshot carries it.
 *
 * @param at the mark
 * @param signBytes the bytes reserved there; empty for a floor
 * @param loweredIndex log index of the last command that lowered this key's mark; 0 if none ever did
 * @param snapshot the last entry in the snapshot
 */
public record RestoredMark(
        HeightRoundStep at, Optional<ByteString> signBytes, long loweredIndex, LogPosition snapshot) {}
