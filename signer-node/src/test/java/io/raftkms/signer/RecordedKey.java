package io.raftkms.signer;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import io.raftkms.signer.key.ConsensusKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An Ed25519 key that signs at once on the calling thread, writes down what, and fails when told to. */
public final class RecordedKey implements ConsensusKey {
    /** Everything that it was asked to sign, in order. */
    public final List<ByteString> asked = new CopyOnWriteArrayList<>();

    private final byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
    private volatile Optional<Exception> fault = Optional.empty();
    private volatile boolean wrong;

    public RecordedKey(int number) {
        seed[0] = (byte) number;
    }

    /** From now on every request fails so. */
    public void fail(Exception with) {
        fault = Optional.of(with);
    }

    /** From now on signatures have one wrong bit. */
    public void signWrongly() {
        wrong = true;
    }

    /** All is well again. */
    public void repair() {
        fault = Optional.empty();
        wrong = false;
    }

    @Override
    public ConsensusPublicKey publicKey() {
        byte[] bytes = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, bytes, 0);
        return new ConsensusPublicKey(KeyType.ED25519, ByteString.copyFrom(bytes));
    }

    @Override
    public boolean deterministic() {
        return true;
    }

    @Override
    public CompletableFuture<ByteString> sign(ByteString bytes, Duration deadline) {
        asked.add(bytes);
        if (fault.isPresent()) {
            return CompletableFuture.failedFuture(fault.get());
        }
        byte[] message = bytes.toByteArray();
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
        if (wrong) {
            signature[40] ^= 1;
        }
        return CompletableFuture.completedFuture(ByteString.copyFrom(signature));
    }

    @Override
    public void close() {}
}
