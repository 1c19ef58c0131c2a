package io.raftkms.consensus.rule;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.signbytes.HeightRoundStep;

/**
 * The right to sign exactly these bytes at exactly this position.
 *
 * @param at height, round and step
 * @param signBytes canonical sign bytes of a vote or proposal, length prefix included
 */
public record Reservation(HeightRoundStep at, ByteString signBytes) {}
