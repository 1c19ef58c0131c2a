package io.raftkms.signer.node;

import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.raft.ClusterMember;
import io.raftkms.consensus.raft.Leadership;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.signer.admin.LackingKey;
import io.raftkms.signer.key.KeyHealth;
import io.raftkms.signer.message.MessageCode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
    static final long LOOK_MILLIS = 500;

    private final ClusterMember member;
    private final Standing standing;
    private final Supplier<Map<KeyId, KeyHealth>> configured;
    private final Handover handover;
    private String alarm = "";

    /**
     * @param standing told whether the keys speak against leading
     * @param configured keys of this member's configuration; a reload changes them
     * @param scheduler looks regularly; not shut down here
     */
    KeyWatch(
            ClusterMember member,
            Standing standing,
            Supplier<Map<KeyId, KeyHealth>> configured,
            Handover handover,
            ScheduledExecutorService scheduler) {
        this.member = member;
        this.standing = standing;
        this.configured = configured;
        this.handover = handover;
        scheduler.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            Map<KeyId, KeyHealth> keys = configured.get();
            keys.values().stream()
                    .distinct()
                    .filter(health -> health.report().condition() != KeyHealth.Condition.USABLE)
                    .forEach(health -> health.selfTest(SELF_TEST));
            judge(trouble(keys).orElse(""));
        } catch (RuntimeException defect) {
            LOG.error("the watch over the keys failed and looks again", defect);
        }
    }

    /**
     * @param trouble why this member should not lead, empty if it may
     */
    private void judge(String trouble) {
        standing.objection(Standing.Reason.KEYS, !trouble.isEmpty());
        if (!trouble.equals(alarm)) {
            if (trouble.isEmpty()) {
                LOG.info("every enrolled key signs again");
            } else {
                LOG.error("ALARM: {}; this member does not stand for election", trouble);
            }
            alarm = trouble;
        }
        if (!trouble.isEmpty() && member.leadership().role() == Leadership.Role.LEADER) {
            handover.begin();
        }
    }

    private Optional<String> trouble(Map<KeyId, KeyHealth> keys) {
        LedgerState ledger = member.ledger();
        Optional<String> lacking = LackingKey.first(ledger, keys.keySet())
                .map(failure -> failure.code() + " " + failure.detail() + ": "
                        + failure.toDo().orElse(failure.code().toDo()));
        return lacking.or(() -> ledger.keys().stream()
                .filter(enrolled -> !enrolled.sealed())
                .flatMap(enrolled -> unfit(enrolled.key(), keys.get(enrolled.key())).stream())
                .findFirst());
    }

    private static Optional<String> unfit(KeyId enrolled, KeyHealth health) {
        KeyHealth.Report report = health.report();
        String chain = enrolled.chainId();
        if (report.badSignatures() > 0) {
            return Optional.of(
                    MessageCode.KEY_UNUSABLE + " a signature of the key of chain " + chain + " did not verify");
        }
        boolean unusable = report.condition() == KeyHealth.Condition.UNUSABLE
                && report.lasting().compareTo(PATIENCE) >= 0;
        return unusable
                ? Optional.of(
                        MessageCode.KEY_UNUSABLE + " the key of chain " + chain + " does not sign: " + report.cause())
                : Optional.empty();
    }
}
