package io.raftkms.consensus.rule;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.Objects;

/**
 * The right to sign exactly these bytes at exactly this position; as a request, the wish for it. That the bytes say
 * what the position says is not known before {@link DoubleSignRule} looked.
 *
 * @param at height, round and step
 * @param signBytes canonical sign bytes of a vote or proposal, length prefix included; at most
 *     {@value #MAX_SIGN_BYTES} bytes
 */
public record Reservation(HeightRoundStep at, ByteString signBytes) {
    /** Well above the longest canonical proposal, which has about 290 bytes with a chain id of 50 characters. */
    public static final int MAX_SIGN_BYTES = 512;

    public Reservation {
        Objects.requireNonNull(at, "at");
        if (signBytes.isEmpty() || signBytes.size() > MAX_SIGN_BYTES) {
            throw new IllegalArgumentException(
                    "sign bytes are 1-" + MAX_SIGN_BYTES + " bytes long, not " + signBytes.size());
        }
    }
}
