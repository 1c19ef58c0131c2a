package io.raftkms.signer.node;

import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.GroupStatus;
import io.raftkms.consensus.raft.Leadership;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.signer.admin.AdminJson;
import io.raftkms.signer.admin.LackingKey;
import io.raftkms.signer.admin.MemberFacts;
import io.raftkms.signer.cli.MessageCode;
import io.raftkms.signer.key.KeyHealth;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps leadership where keys work. A key that has been unusable for a second, or one signature that did not verify, is
 * an alarm, and this member hands leadership to one whose keys passed their self-test. A member that cannot sign for
 * every enrolled key runs, but does not stand for election.
 */
final class KeyWatch {
    private static final Logger LOG = LoggerFactory.getLogger(KeyWatch.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration SELF_TEST = Duration.ofMillis(900);
    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final Duration TRANSFER = Duration.ofSeconds(3);
    private static final long LOOK_MILLIS = 500;

    private final ClusterMember member;
    private final MemberKeys keys;
    private final AtomicBoolean handingOver = new AtomicBoolean();
    private Optional<String> known = Optional.empty();
    private volatile String lastHandOver = "";

    /**
     * @param scheduler looks regularly; not shut down here
     */
    KeyWatch(ClusterMember member, MemberKeys keys, ScheduledExecutorService scheduler) {
        this.member = member;
        this.keys = keys;
        scheduler.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            keys.distinct().stream()
                    .filter(health -> health.report().condition() != KeyHealth.Condition.USABLE)
                    .forEach(health -> health.selfTest(SELF_TEST));
            judge();
        } catch (RuntimeException defect) {
            LOG.error("the watch over the keys failed", defect);
        }
    }

    private void judge() {
        Optional<String> trouble = trouble();
        if (!trouble.equals(known)) {
            if (trouble.isEmpty()) {
                LOG.info("every enrolled key signs again; this member stands for election");
            } else {
                LOG.error("ALARM: {}; this member does not stand for election", trouble.get());
            }
            if (trouble.isPresent() != known.isPresent()) {
                member.standForElection(trouble.isEmpty());
            }
            known = trouble;
        }
        if (trouble.isPresent() && member.leadership().role() == Leadership.Role.LEADER) {
            handOver();
        }
    }

    private Optional<String> trouble() {
        LedgerState ledger = member.ledger();
        Optional<String> lacking = LackingKey.first(ledger, keys.ids())
                .map(failure -> failure.code() + " " + failure.detail() + ": "
                        + failure.toDo().orElse(failure.code().toDo()));
        return lacking.or(() -> ledger.keys().stream()
                .filter(enrolled -> !enrolled.sealed())
                .flatMap(enrolled -> unfit(enrolled.key()).stream())
                .findFirst());
    }

    private Optional<String> unfit(KeyId enrolled) {
        KeyHealth.Report report = keys.find(enrolled).orElseThrow().report();
        String key = MessageCode.KEY_UNUSABLE + " the key of chain " + enrolled.chainId();
        if (report.badSignatures() > 0) {
            return Optional.of(key + " made a signature that did not verify");
        }
        boolean unusable = report.condition() == KeyHealth.Condition.UNUSABLE
                && report.lasting().compareTo(PATIENCE) >= 0;
        return unusable ? Optional.of(key + " does not sign: " + report.cause()) : Optional.empty();
    }

    private void handOver() {
        if (!handingOver.compareAndSet(false, true)) {
            return;
        }
        List<MemberId> others = member.status().members().stream()
                .map(GroupStatus.Member::id)
                .filter(id -> !id.equals(member.self()))
                .toList();
        firstFit(others)
                .thenCompose(successor -> member.transferLeadership(Optional.of(successor), TRANSFER))
                .whenComplete((leader, failure) -> {
                    handingOver.set(false);
                    if (failure == null) {
                        LOG.warn("handed leadership to {}, whose keys sign", leader.name());
                    } else {
                        reportStaying(failure);
                    }
                });
    }

    /** Tried twice a second for as long as it takes, and told once. */
    private void reportStaying(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        String text = String.valueOf(cause.getMessage());
        if (!text.equals(lastHandOver)) {
            lastHandOver = text;
            LOG.error("cannot hand leadership over: {}", text);
        }
    }

    private CompletableFuture<MemberId> firstFit(List<MemberId> others) {
        CompletableFuture<MemberId> found = new CompletableFuture<>();
        CompletableFuture<?>[] asked = others.stream()
                .map(id -> member.callStatus(id, new byte[0], ANSWER).thenAccept(bytes -> {
                    if (signsAll(AdminJson.read(bytes, MemberFacts.class))) {
                        found.complete(id);
                    }
                }))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(asked)
                .whenComplete((all, failure) ->
                        found.completeExceptionally(new IllegalStateException("no other member has keys that sign")));
        return found;
    }

    /** Whether a member has every enrolled key, usable. */
    private boolean signsAll(MemberFacts facts) {
        return member.ledger().keys().stream()
                .filter(enrolled -> !enrolled.sealed())
                .map(KeyState::key)
                .allMatch(enrolled -> facts.keys().stream()
                        .filter(MemberFacts.Key::usable)
                        .anyMatch(key -> key.chainId().equals(enrolled.chainId())
                                && key.publicKey().equals(publicKey(enrolled))));
    }

    private static String publicKey(KeyId key) {
        return HexFormat.of().formatHex(key.publicKey().bytes().toByteArray());
    }
}
