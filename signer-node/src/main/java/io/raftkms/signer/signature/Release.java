package io.raftkms.signer.signature;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.signbytes.CanonicalMessage;
import io.raftkms.protocol.signbytes.CanonicalProposal;
import io.raftkms.protocol.signbytes.CanonicalVote;
import io.raftkms.protocol.signbytes.Step;
import io.raftkms.signer.key.KeyHealth;
import io.raftkms.signer.signature.LeaderReply.NotNow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * From a committed decision to a reply. Signs the bytes that the decision names, never the request's, and the request's
 * extension only beside them. Every signature comes from a key that verifies what it signed.
 */
public final class Release {
    /** With less time than this a missed deadline would say nothing about the key, but count against it. */
    static final Duration SHORTEST = Duration.ofMillis(50);

    private final Function<KeyId, Optional<KeyHealth>> keys;

    /**
     * @param keys those that this member can sign with
     */
    public Release(Function<KeyId, Optional<KeyHealth>> keys) {
        this.keys = keys;
    }

    /** Whether there is a key to sign with that has not failed. */
    boolean holds(KeyId key) {
        return keys.apply(key)
                .map(health -> health.report().condition() != KeyHealth.Condition.UNUSABLE)
                .orElse(false);
    }

    /**
     * Answers a request by a decision that was applied on this member.
     *
     * @param remaining until nobody waits for the answer any more
     */
    CompletableFuture<LeaderReply> of(SigningRequest request, Decision decision, Duration remaining) {
        if (decision instanceof Decision.Refuse refuse) {
            String text = RefusalText.of(request.key(), request.reservation().at(), refuse);
            return CompletableFuture.completedFuture(new LeaderReply.Refused(text));
        }
        if (remaining.isNegative() || remaining.isZero()) {
            // Whoever asked is gone; asking the key in vain would count against its health.
            return CompletableFuture.completedFuture(new NotNow("no time was left to sign"));
        }
        Optional<KeyHealth> key = keys.apply(request.key());
        if (key.isEmpty()) {
            return notNow("this member has no such key");
        }
        if (remaining.compareTo(SHORTEST) < 0) {
            return notNow("no time was left to sign");
        }
        return sign(key.get(), reservedBytes(decision), request, remaining).exceptionally(Release::notSigned);
    }

    private static ByteString reservedBytes(Decision decision) {
        if (decision instanceof Decision.Reserve reserve) {
            return reserve.reservation().signBytes();
        }
        return ((Decision.Reuse) decision).signBytes();
    }

    private static CompletableFuture<LeaderReply> sign(
            KeyHealth key, ByteString reserved, SigningRequest request, Duration remaining) {
        Optional<CanonicalMessage> message = CanonicalMessage.parse(reserved);
        if (message.isEmpty()
                || !message.get().at().equals(Optional.of(request.reservation().at()))) {
            return notNow("the decision is about another position");
        }
        Instant timestamp = timestampOf(message.get());
        Optional<ByteString> extension = request.extensionBytes();
        if (extension.isPresent() && !isPrecommitForBlock(message.get())) {
            return notNow("an extension belongs to a precommit for a block only");
        }
        CompletableFuture<ByteString> signature = key.sign(reserved, remaining);
        if (extension.isEmpty()) {
            return signature.thenApply(bytes -> new LeaderReply.Signed(bytes, timestamp, Optional.empty()));
        }
        return signature.thenCompose(bytes -> key.sign(extension.get(), remaining)
                .thenApply(extensionBytes -> new LeaderReply.Signed(bytes, timestamp, Optional.of(extensionBytes))));
    }

    private static Instant timestampOf(CanonicalMessage message) {
        return message instanceof CanonicalVote vote ? vote.timestamp() : ((CanonicalProposal) message).timestamp();
    }

    private static boolean isPrecommitForBlock(CanonicalMessage message) {
        return message instanceof CanonicalVote vote
                && vote.messageType() == Step.PRECOMMIT.messageType()
                && !vote.blockId().isNil();
    }

    private static LeaderReply notSigned(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return new NotNow(
                "the key gave no signature: " + (cause.getMessage() == null ? "not in time" : cause.getMessage()));
    }

    private static CompletableFuture<LeaderReply> notNow(String reason) {
        return CompletableFuture.completedFuture(new NotNow(reason));
    }
}
