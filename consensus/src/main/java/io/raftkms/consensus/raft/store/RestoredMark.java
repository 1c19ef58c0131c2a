package io.raftkms.consensus.raft.store;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.Optional;

/**
 * A key's mark as a snapshot carries it.
 *
 * @param at the mark
 * @param signBytes the bytes reserved there; empty for a floor
 * @param lastSetIndex log index of the last command that set this key's mark (enrolment, raise, lowering), not a
 *     reservation; 0 if the snapshot does not say
 * @param snapshot the last entry in the snapshot
 */
public record RestoredMark(
        HeightRoundStep at, Optional<ByteString> signBytes, long lastSetIndex, LogPosition snapshot) {}
