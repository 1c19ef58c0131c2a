package io.raftkms.signer.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.signbytes.CanonicalMessage;
import io.raftkms.signer.key.KeyHealth.Condition;
import io.raftkms.signer.key.KeyHealth.Report;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KeyHealthTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final ByteString BYTES = ByteString.copyFromUtf8("sign bytes");
    private static final String SEED = "11".repeat(32);

    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);

    @Test
    void selfTestTextIsNothingCanonical() {
        assertThat(CanonicalMessage.parse(KeyHealth.SELF_TEST)).isEmpty();
        assertThat(CanonicalMessage.parse(KeyHealth.SELF_TEST.substring(1))).isEmpty();
        assertThat((int) KeyHealth.SELF_TEST.byteAt(0))
                .as("as a length prefix, more than follows")
                .isGreaterThan(KeyHealth.SELF_TEST.size());
    }

    @Test
    void isUntestedAtFirstAndUsableAfterTheSelfTest() throws Exception {
        KeyHealth health = health(new SoftsignConsensusKey(ConsensusKeyTest.seed(SEED)));
        nanos.addAndGet(7);

        assertThat(health.report()).isEqualTo(new Report(Condition.UNTESTED, Duration.ofNanos(7), "", 0));
        assertThat(health.selfTest(LONG).get()).isEqualTo(new Report(Condition.USABLE, Duration.ZERO, "", 0));
    }

    @Test
    void saysForHowLongAKeyHasBeenUnusable() throws Exception {
        SoftsignConsensusKey key = new SoftsignConsensusKey(ConsensusKeyTest.seed(SEED));
        KeyHealth health = health(key);
        health.selfTest(LONG).get();
        key.close();

        health.selfTest(LONG).get();
        nanos.addAndGet(600_000_000);
        health.selfTest(LONG).get();
        nanos.addAndGet(600_000_000);

        assertThat(health.report())
                .isEqualTo(new Report(Condition.UNUSABLE, Duration.ofMillis(1200), "the key is closed", 0));
    }

    @Test
    void countsBadSignaturesAndNeverForgetsThem() throws Exception {
        FaultyKey key = new FaultyKey(ConsensusKeyTest.seed(SEED));
        KeyHealth health = health(key);

        assertThatThrownBy(() -> health.sign(BYTES, LONG).get()).hasCauseInstanceOf(BadSignatureException.class);
        Report bad = health.report();
        key.repair();
        Report repaired = health.selfTest(LONG).get();

        assertThat(bad.condition()).isEqualTo(Condition.UNUSABLE);
        assertThat(bad.badSignatures()).isEqualTo(1);
        assertThat(bad.cause()).contains("did not verify");
        assertThat(repaired.condition()).isEqualTo(Condition.USABLE);
        assertThat(repaired.badSignatures()).isEqualTo(1);
    }

    @Test
    void missedFairDeadlineIsACause() throws Exception {
        KeyHealth health = health(slowKey());

        Report report = health.selfTest(KeyHealth.FAIR_DEADLINE).get();

        assertThat(report.condition()).isEqualTo(Condition.UNUSABLE);
        assertThat(report.cause()).isNotEmpty();
    }

    @Test
    void missedDeadlineThatLeftNoTimeSaysNothingAboutTheKey() throws Exception {
        KeyHealth health = health(slowKey());

        Report report = health.selfTest(Duration.ZERO).get();

        assertThat(report.condition()).isEqualTo(Condition.UNTESTED);
    }

    /** Lets every deadline pass. */
    private static ConsensusKey slowKey() {
        ConsensusPublicKey publicKey = ConsensusKeyTest.seed(SEED).ed25519PublicKey();
        return new ConsensusKey() {
            @Override
            public ConsensusPublicKey publicKey() {
                return publicKey;
            }

            @Override
            public boolean deterministic() {
                return true;
            }

            @Override
            public CompletableFuture<ByteString> sign(ByteString bytes, Duration deadline) {
                return CompletableFuture.failedFuture(new TimeoutException());
            }

            @Override
            public void close() {}
        };
    }

    private KeyHealth health(ConsensusKey key) {
        return new KeyHealth(new VerifiedSigner(key, key.publicKey()), nanos::get);
    }
}
