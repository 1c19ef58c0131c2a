package io.raftkms.signer.node;

import io.raftkms.consensus.raft.AppliedObserver;
import io.raftkms.consensus.raft.MemberCrash;
import io.raftkms.consensus.raft.MemberFaultException;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.PeerHandler;
import io.raftkms.consensus.raft.RatisClusterMember;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.signer.RecordedKey;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.key.KeyHealth;
import io.raftkms.signer.key.VerifiedSigner;
import io.raftkms.signer.link.Requests;
import io.raftkms.signer.signature.AnswerWitness;
import io.raftkms.signer.signature.ClusterSignatureService;
import io.raftkms.signer.signature.ForwardedReplies;
import io.raftkms.signer.signature.HoldLimits;
import io.raftkms.signer.signature.LeaderSigning;
import io.raftkms.signer.signature.Release;
import io.raftkms.signer.signature.SignatureResult;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

/** A real member with everything of a node but links, whose replies to the others can be kept back. */
final class ForwardingMember implements PeerHandler, AutoCloseable {
    /** Longer than any test may take, so that only an answer ends a request. */
    private static final Duration HOLD = Duration.ofSeconds(30);

    final RatisClusterMember member;
    final KeyId key;

    /** The bytes of the first reply that was kept back: committed, signed, and never sent. */
    final CompletableFuture<byte[]> keptBack = new CompletableFuture<>();

    /** What would have ended the process. */
    final List<String> faults = new CopyOnWriteArrayList<>();

    private final CompletableFuture<LeaderSigning> signing = new CompletableFuture<>();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final ClusterSignatureService service;
    private final AtomicBoolean askedInVain = new AtomicBoolean();
    private volatile boolean keepsBack;
    private boolean crashed;

    ForwardingMember(Configuration configuration) throws MemberFaultException {
        RecordedKey signer = new RecordedKey(1);
        key = new KeyId(Requests.CHAIN, signer.publicKey());
        member = RatisClusterMember.start(
                MembershipOf.configuration(configuration),
                this,
                (fault, detail, cause) -> faults.add(fault + " " + detail),
                Clock.systemUTC(),
                AppliedObserver.NONE);
        KeyHealth health = new KeyHealth(new VerifiedSigner(signer, signer.publicKey()), System::nanoTime);
        Release release = new Release(id -> id.equals(key) ? Optional.of(health) : Optional.empty());
        LeaderSigning leading = new LeaderSigning(member, release, System::nanoTime, AnswerWitness.NONE);
        HoldLimits limits = new HoldLimits(HOLD, HOLD, System::nanoTime);
        service = new ClusterSignatureService(
                member, leading, (chain, validator) -> Optional.of(key.publicKey()), limits, scheduler);
        signing.complete(leading);
    }

    /** From now on the others wait in vain for what this member signs for them. */
    void keepBackReplies() {
        keepsBack = true;
    }

    CompletableFuture<SignatureResult> ask(PrivvalRequest request) {
        return service.sign("node", key.publicKey(), request, System.nanoTime());
    }

    void crash() {
        crashed = true;
        MemberCrash.crash(member);
    }

    @Override
    public CompletableFuture<byte[]> sign(MemberId caller, byte[] request, Duration deadline) {
        // Who asks again in vain must not bring one more entry into the log, which not all would have when this one
        // crashes.
        if (keepsBack && !askedInVain.compareAndSet(false, true)) {
            return new CompletableFuture<>();
        }
        CompletableFuture<byte[]> reply = signing.thenCompose(there -> there.signForwarded(caller, request, deadline));
        return keepsBack ? reply.thenCompose(this::keepBack) : reply;
    }

    /** A busy machine's leader may not know the outcome; then it is asked once more, as ever. */
    private CompletableFuture<byte[]> keepBack(byte[] reply) {
        if (!ForwardedReplies.isSigned(reply)) {
            askedInVain.set(false);
            return CompletableFuture.completedFuture(reply);
        }
        keptBack.complete(reply);
        return new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<byte[]> status(MemberId caller, byte[] request, Duration deadline) {
        return CompletableFuture.completedFuture(new byte[0]);
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        if (!crashed) {
            member.close();
        }
    }
}
