package io.raftkms.signer.key;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.files.SecretSeed;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A key whose signatures have one wrong bit until it is repaired. */
final class FaultyKey implements ConsensusKey {
    private final SoftsignConsensusKey key;
    private volatile boolean repaired;

    FaultyKey(SecretSeed seed) {
        this.key = new SoftsignConsensusKey(seed);
    }

    void repair() {
        repaired = true;
    }

    @Override
    public ConsensusPublicKey publicKey() {
        return key.publicKey();
    }

    @Override
    public boolean deterministic() {
        return true;
    }

    @Override
    public CompletableFuture<ByteString> sign(ByteString bytes, Duration deadline) {
        return key.sign(bytes, deadline).thenApply(signature -> repaired ? signature : flip(signature));
    }

    private static ByteString flip(ByteString signature) {
        byte[] bytes = signature.toByteArray();
        bytes[40] ^= 1;
        return ByteString.copyFrom(bytes);
    }

    @Override
    public void close() {
        key.close();
    }
}
