package io.raftkms.signer.signature;

import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.privval.PrivvalRequest;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs over the cluster. The usual request is answered on the calling thread's way to the leader and back; the
 * scheduler only looks after those that have to wait.
 */
public final class ClusterSignatureService implements SignatureService {
    /** How often a waiting request looks again, besides every change of leadership. */
    static final long LOOK_MILLIS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(ClusterSignatureService.class);

    private final ClusterMember member;
    private final LeaderSigning leaderSigning;
    private final BiFunction<String, String, Optional<ConsensusPublicKey>> keyOfLink;
    private final HoldLimits limits;
    private final ScheduledExecutorService scheduler;
    private final ForwardedSignatures forwarded = new ForwardedSignatures();
    private final Set<HeldRequest> held = ConcurrentHashMap.newKeySet();

    /**
     * @param keyOfLink the key of a chain and validator node, from memory
     * @param scheduler looks after waiting requests; not shut down here
     */
    public ClusterSignatureService(
            ClusterMember member,
            LeaderSigning leaderSigning,
            BiFunction<String, String, Optional<ConsensusPublicKey>> keyOfLink,
            HoldLimits limits,
            ScheduledExecutorService scheduler) {
        this.member = member;
        this.leaderSigning = leaderSigning;
        this.keyOfLink = keyOfLink;
        this.limits = limits;
        this.scheduler = scheduler;
        scheduler.scheduleWithFixedDelay(this::lookAtAll, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        member.onLeadership(change -> lookSoon());
    }

    @Override
    public CompletableFuture<SignatureResult> sign(
            String validator, ConsensusPublicKey key, PrivvalRequest request, long receivedNanos) {
        if (!(request instanceof PrivvalRequest.Sign asked)) {
            throw new IllegalArgumentException("only votes and proposals are signed");
        }
        SigningRequest signing = SigningRequest.of(new KeyId(asked.chainId(), key), validator, asked);
        HeldRequest one = new HeldRequest(member, leaderSigning, forwarded, signing, limits, receivedNanos);
        held.add(one);
        one.result().whenComplete((result, failure) -> held.remove(one));
        one.look();
        return one.result();
    }

    @Override
    public Optional<ConsensusPublicKey> publicKey(String chainId, String validator) {
        return keyOfLink.apply(chainId, validator);
    }

    /** Requests that wait for an answer now. */
    public int waiting() {
        return held.size();
    }

    private void lookSoon() {
        try {
            scheduler.execute(this::lookAtAll);
        } catch (RejectedExecutionException closing) {
            LOG.debug("leadership changed while closing");
        }
    }

    /** One that fails must not keep the others from their end: an exception would stop the tick for good. */
    private void lookAtAll() {
        for (HeldRequest one : held) {
            try {
                one.look();
            } catch (RuntimeException defect) {
                LOG.error("a held request failed and is looked at again", defect);
            }
        }
    }
}
