package io.raftkms.protocol.signbytes;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.signbytes.wire.CanonicalWire;
import java.util.Optional;

/**
 * A vote extension as it is signed, since v0.38: no timestamp, no block, no type. It may differ between two signatures
 * of one precommit, so it uses up no position of its own.
 *
 * @param extension application data, possibly empty
 */
public record CanonicalExtension(ByteString extension, long height, long round, String chainId)
        implements CanonicalMessage {
    @Override
    public ByteString signBytes() {
        return LengthPrefix.add(CanonicalWire.Extension.newBuilder()
                .setExtension(extension)
                .setHeight(height)
                .setRound(round)
                .setChainId(chainId)
                .build());
    }

    @Override
    public Optional<HeightRoundStep> at() {
        return Optional.empty();
    }
}
