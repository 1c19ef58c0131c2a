package io.raftkms.signer.signature;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.Ed25519Verifier;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.signer.FakeMember;
import io.raftkms.signer.ManualScheduler;
import io.raftkms.signer.RecordedKey;
import io.raftkms.signer.key.KeyHealth;
import io.raftkms.signer.key.VerifiedSigner;
import io.raftkms.signer.link.Requests;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** One member's signature service over a cluster that the test moves by hand; its key is enrolled from height 1. */
final class SigningMember {
    static final Duration HOLD = Duration.ofSeconds(4);
    static final Duration LEADERLESS = Duration.ofMillis(1500);

    final FakeMember cluster = new FakeMember();
    final RecordedKey key = new RecordedKey(1);
    final KeyId keyId = new KeyId(Requests.CHAIN, key.publicKey());
    final AtomicLong nanos = new AtomicLong(-1_000_000);
    final KeyHealth health = new KeyHealth(new VerifiedSigner(key, key.publicKey()), nanos::get);
    final Release release = new Release(id -> id.equals(keyId) ? Optional.of(health) : Optional.empty());
    final LeaderSigning leaderSigning = new LeaderSigning(cluster, release, nanos::get, AnswerWitness.NONE);
    final ManualScheduler scheduler = new ManualScheduler();
    final ClusterSignatureService service = new ClusterSignatureService(
            cluster,
            leaderSigning,
            (chain, validator) -> Optional.of(key.publicKey()),
            new HoldLimits(HOLD, LEADERLESS, nanos::get),
            scheduler);

    SigningMember() {
        cluster.commit(new Command.Enrol(keyId, new Enrolment.NewChain(1)));
    }

    /** A request that has just arrived whole. */
    CompletableFuture<SignatureResult> ask(PrivvalRequest request) {
        return service.sign("node", key.publicKey(), request, nanos.get());
    }

    SigningRequest signing(PrivvalRequest.Sign request) {
        return SigningRequest.of(keyId, "node", request);
    }

    /** The leader's part, without holding. */
    CompletableFuture<LeaderReply> lead(PrivvalRequest.Sign request) {
        cluster.lead(1);
        return answer(request);
    }

    /** The same part, asked of this member whether it leads or not. */
    CompletableFuture<LeaderReply> answer(PrivvalRequest.Sign request) {
        return leaderSigning.sign(signing(request), HOLD);
    }

    /** Time passes, then everybody looks. */
    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        scheduler.tick();
    }

    Ed25519Verifier verifier() {
        return new Ed25519Verifier(key.publicKey());
    }

    /** What this member, as leader, answers to a forwarded request whose reservation is committed. */
    byte[] replyTo(FakeMember.Call call) {
        CompletableFuture<byte[]> reply = leaderSigning.signForwarded(FakeMember.C, call.request(), call.deadline());
        if (!reply.isDone()) {
            cluster.commit(cluster.lastSubmitted());
        }
        return reply.join();
    }
}
