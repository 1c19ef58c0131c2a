package io.raftkms.signer.signature;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.files.SecretSeed;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.signbytes.BlockId;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.protocol.signbytes.Vote;
import io.raftkms.signer.key.KeyHealth;
import io.raftkms.signer.key.SoftsignConsensusKey;
import io.raftkms.signer.key.VerifiedSigner;
import io.raftkms.signer.signature.ForwardCodec.ForwardFormatException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The way of a signature without anything that counts: the very code that forwards, releases and verifies, with a key
 * that is drawn for it and wiped afterwards, on a chain that does not exist. Its release knows no other key, and its
 * decisions are made up here: it has no member, so nothing can get into the log.
 */
public final class Rehearsal implements AutoCloseable {
    private static final String CHAIN = "raftkms-rehearsal";
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int HASH_BYTES = 32;
    private static final ByteString HASH = ByteString.copyFrom(new byte[HASH_BYTES]);
    private static final BlockId BLOCK = new BlockId(HASH, 1, HASH);

    private final KeyId key;
    private final VerifiedSigner signer;
    private final Release release;

    /**
     * @param random draws the key
     */
    public Rehearsal(SecureRandom random) {
        SecretSeed seed = SecretSeed.random(random);
        ConsensusPublicKey publicKey = seed.ed25519PublicKey();
        key = new KeyId(CHAIN, publicKey);
        signer = new VerifiedSigner(new SoftsignConsensusKey(seed), publicKey);
        KeyHealth health = new KeyHealth(signer, System::nanoTime);
        release = new Release(asked -> asked.equals(key) ? Optional.of(health) : Optional.empty());
    }

    /**
     * Signs a precommit with an extension.
     *
     * @param height any from 1
     * @return whether a signature came out; false once closed
     */
    public CompletableFuture<Boolean> sign(long height) {
        Vote vote = new Vote(
                Step.PRECOMMIT.messageType(), height, 0, BLOCK, Instant.EPOCH, ByteString.copyFromUtf8("extension"));
        SigningRequest asked = SigningRequest.of(key, "rehearsal", new PrivvalRequest.SignVote(CHAIN, vote, false));
        try {
            SigningRequest request = ForwardCodec.decodeRequest(ForwardCodec.encode(asked));
            return release.of(request, new Decision.Reserve(request.reservation()), DEADLINE)
                    .thenApply(reply -> reply instanceof LeaderReply.Signed);
        } catch (ForwardFormatException defect) {
            return CompletableFuture.failedFuture(defect);
        }
    }

    /** Wipes the key. */
    @Override
    public void close() {
        signer.close();
    }
}
