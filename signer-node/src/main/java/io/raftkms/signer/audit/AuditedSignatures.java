package io.raftkms.signer.audit;

import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.signer.signature.SignatureResult;
import io.raftkms.signer.signature.SignatureService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** Passes requests on, and notes each signature that goes to a link, on the member that has the link. */
public final class AuditedSignatures implements SignatureService {
    private final SignatureService signatures;
    private final AuditLog audit;
    private final LongSupplier nanoTime;

    /**
     * @param nanoTime the clock of {@code receivedNanos}
     */
    public AuditedSignatures(SignatureService signatures, AuditLog audit, LongSupplier nanoTime) {
        this.signatures = signatures;
        this.audit = audit;
        this.nanoTime = nanoTime;
    }

    /** The record is made on the way to the link, by putting it into a queue; the answer itself is passed untouched. */
    @Override
    public CompletableFuture<SignatureResult> sign(
            String validator, ConsensusPublicKey key, PrivvalRequest request, long receivedNanos) {
        CompletableFuture<SignatureResult> answer = signatures.sign(validator, key, request, receivedNanos);
        answer.whenComplete((result, failure) -> {
            if (result instanceof SignatureResult.Signed signed) {
                Duration took = Duration.ofNanos(nanoTime.getAsLong() - receivedNanos);
                audit.record(new AuditEvent.Released(
                        new KeyId(chainId(request), key),
                        validator,
                        request,
                        signed.signature(),
                        signed.timestamp(),
                        signed.extensionSignature(),
                        took));
            }
        });
        return answer;
    }

    private static String chainId(PrivvalRequest request) {
        return request instanceof PrivvalRequest.SignVote vote
                ? vote.chainId()
                : ((PrivvalRequest.SignProposal) request).chainId();
    }

    @Override
    public Optional<ConsensusPublicKey> publicKey(String chainId, String validator) {
        return signatures.publicKey(chainId, validator);
    }
}
