package io.raftkms.signer.node;

import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.GroupStatus;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.signer.admin.AdminJson;
import io.raftkms.signer.admin.MemberFacts;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands leadership to a member that says it can sign with every enrolled key and has space left; one attempt at a
 * time.
 */
final class Handover {
    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);
    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final Duration TRANSFER = Duration.ofSeconds(3);

    private final ClusterMember member;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private volatile String lastFailure = "";

    Handover(ClusterMember member) {
        this.member = member;
    }

    /** Tries, unless an attempt is under way. Returns at once. */
    void begin() {
        if (!underWay.compareAndSet(false, true)) {
            return;
        }
        CompletableFuture<MemberId> moved;
        try {
            moved = successor().thenCompose(successor -> member.transferLeadership(Optional.of(successor), TRANSFER));
        } catch (RuntimeException failed) {
            moved = CompletableFuture.failedFuture(failed);
        }
        moved.whenComplete((leader, failure) -> {
            tell(leader, failure);
            underWay.set(false);
        });
    }

    /** Each reason once: it is tried twice a second. */
    private void tell(MemberId leader, Throwable failure) {
        if (failure == null) {
            lastFailure = "";
            LOG.warn("handed leadership to {}", leader.name());
            return;
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        String reason = String.valueOf(cause.getMessage());
        if (!reason.equals(lastFailure)) {
            lastFailure = reason;
            LOG.error("cannot hand leadership over: {}", reason);
        }
    }

    private CompletableFuture<MemberId> successor() {
        Set<MemberFacts.Key> needed = needed(member.ledger());
        List<MemberId> others = member.status().members().stream()
                .map(GroupStatus.Member::id)
                .filter(id -> !id.equals(member.self()))
                .toList();
        CompletableFuture<MemberId> found = new CompletableFuture<>();
        CompletableFuture<?>[] asked = others.stream()
                .map(id -> member.callStatus(id, new byte[0], ANSWER).thenAccept(bytes -> {
                    MemberFacts facts = AdminJson.read(bytes, MemberFacts.class);
                    if (new HashSet<>(facts.keys()).containsAll(needed) && !isFull(facts)) {
                        found.complete(id);
                    }
                }))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(asked)
                .whenComplete((all, failure) -> found.completeExceptionally(new IllegalStateException(
                        "no other member has all enrolled keys, signs with them and has space left")));
        return found;
    }

    private static boolean isFull(MemberFacts facts) {
        return facts.disk() != null && facts.disk().state().equals(MemberFacts.Disk.FLOOR);
    }

    private static Set<MemberFacts.Key> needed(LedgerState ledger) {
        Set<MemberFacts.Key> needed = new HashSet<>();
        for (KeyState enrolled : ledger.keys()) {
            if (!enrolled.sealed()) {
                needed.add(MemberFacts.Key.of(enrolled.key(), true));
            }
        }
        return needed;
    }
}
