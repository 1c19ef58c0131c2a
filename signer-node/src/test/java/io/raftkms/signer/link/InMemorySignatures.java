package io.raftkms.signer.link;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.KeyType;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import io.raftkms.protocol.signbytes.SignBytes;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.protocol.signbytes.Vote;
import io.raftkms.signer.signature.SignatureResult;
import io.raftkms.signer.signature.SignatureService;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A signature service with one real Ed25519 key and marks in memory: what a cluster answers, without the cluster. */
public final class InMemorySignatures implements SignatureService {
    private final byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
    private final ConsensusPublicKey key;
    private final TreeMap<HeightRoundStep, Instant> times = new TreeMap<>();
    private final Map<HeightRoundStep, ByteString> reserved = new TreeMap<>();
    private volatile UnaryOperator<CompletableFuture<SignatureResult>> way = UnaryOperator.identity();
    private volatile boolean keyLoaded = true;
    private volatile boolean checking = true;

    public InMemorySignatures() {
        seed[0] = 42;
        byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
        key = new ConsensusPublicKey(KeyType.ED25519, ByteString.copyFrom(publicKey));
    }

    public ConsensusPublicKey key() {
        return key;
    }

    /** From now on results go through this, which may delay or replace them. */
    public void answerBy(UnaryOperator<CompletableFuture<SignatureResult>> change) {
        way = change;
    }

    /** From now on nothing is answered. */
    public void fallSilent(String reason) {
        way = result -> CompletableFuture.completedFuture(new SignatureResult.Silence(reason));
    }

    /** From now on every request is answered by the rule again. */
    public void answer() {
        way = UnaryOperator.identity();
    }

    public void keyLoaded(boolean loaded) {
        keyLoaded = loaded;
    }

    /** A signer without double-sign protection, to see that checks notice. */
    public void signAnything() {
        checking = false;
    }

    @Override
    public Optional<ConsensusPublicKey> publicKey(String chainId, String validator) {
        return keyLoaded ? Optional.of(key) : Optional.empty();
    }

    @Override
    public CompletableFuture<SignatureResult> sign(
            String validator, ConsensusPublicKey by, PrivvalRequest request, long receivedNanos) {
        return way.apply(CompletableFuture.completedFuture(decide(request)));
    }

    private synchronized SignatureResult decide(PrivvalRequest request) {
        if (request instanceof PrivvalRequest.SignProposal asked) {
            HeightRoundStep at = new HeightRoundStep(
                    asked.proposal().height(), asked.proposal().round(), Step.PROPOSAL);
            ByteString bytes = SignBytes.proposal(asked.chainId(), asked.proposal());
            return decide(at, bytes, bytes, asked.proposal().timestamp(), Optional.empty());
        }
        PrivvalRequest.SignVote asked = (PrivvalRequest.SignVote) request;
        Vote vote = asked.vote();
        Step step = vote.messageType() == Step.PREVOTE.messageType() ? Step.PREVOTE : Step.PRECOMMIT;
        HeightRoundStep at = new HeightRoundStep(vote.height(), vote.round(), step);
        Optional<ByteString> extension = step == Step.PRECOMMIT
                        && !vote.blockId().isNil()
                ? Optional.of(sign(SignBytes.extension(asked.chainId(), vote.height(), vote.round(), vote.extension())))
                : Optional.empty();
        Instant stored = times.getOrDefault(at, vote.timestamp());
        return decide(
                at,
                SignBytes.vote(asked.chainId(), vote),
                SignBytes.vote(asked.chainId(), at(vote, stored)),
                checking ? stored : vote.timestamp(),
                extension);
    }

    private SignatureResult decide(
            HeightRoundStep at, ByteString asked, ByteString timed, Instant time, Optional<ByteString> extension) {
        if (!checking) {
            return new SignatureResult.Signed(sign(asked), time, extension);
        }
        ByteString known = reserved.get(at);
        if (known == null && !reserved.isEmpty() && at.compareTo(times.lastKey()) < 0) {
            return new SignatureResult.Refused("regression: asked " + at + ", last " + times.lastKey());
        }
        if (known != null && !known.equals(timed)) {
            return new SignatureResult.Refused("conflict at " + at);
        }
        reserved.putIfAbsent(at, asked);
        times.putIfAbsent(at, time);
        return new SignatureResult.Signed(sign(reserved.get(at)), times.get(at), extension);
    }

    private static Vote at(Vote vote, Instant time) {
        return new Vote(vote.messageType(), vote.height(), vote.round(), vote.blockId(), time, vote.extension());
    }

    private ByteString sign(ByteString bytes) {
        byte[] message = bytes.toByteArray();
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
        return ByteString.copyFrom(signature);
    }
}
