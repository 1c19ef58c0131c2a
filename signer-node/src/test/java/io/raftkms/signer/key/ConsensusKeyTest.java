package io.raftkms.signer.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.ConsensusPublicKey;
import io.raftkms.protocol.Ed25519Verifier;
import io.raftkms.protocol.files.SecretSeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Softsign keys, their thread, and the gate behind them. */
@Timeout(30)
class ConsensusKeyTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final ByteString BYTES = ByteString.copyFromUtf8("sign bytes");
    /** RFC 8032, section 7.1, test 2. */
    private static final String SEED = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";

    private static final String PUBLIC = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    private static final String SIGNATURE = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

    @Test
    void signsAsRfc8032Says() throws Exception {
        try (ConsensusKey key = new SoftsignConsensusKey(seed(SEED))) {
            assertThat(key.publicKey().bytes()).isEqualTo(ByteString.fromHex(PUBLIC));
            assertThat(key.deterministic()).isTrue();
            assertThat(key.sign(ByteString.fromHex("72"), LONG).get()).isEqualTo(ByteString.fromHex(SIGNATURE));
            assertThat(key.sign(ByteString.fromHex("72"), LONG).get()).isEqualTo(ByteString.fromHex(SIGNATURE));
        }
    }

    @Test
    void closedKeyIsWipedAndFails() {
        SecretSeed seed = seed(SEED);
        ConsensusKey key = new SoftsignConsensusKey(seed);

        key.close();
        key.close();

        assertThat(seed.isDestroyed()).isTrue();
        assertThat(failure(key.sign(BYTES, LONG))).isInstanceOf(KeyUnusableException.class);
    }

    @Test
    void textOfAKeyShowsOnlyItsAddress() {
        try (SoftsignConsensusKey key = new SoftsignConsensusKey(seed(SEED));
                VerifiedSigner verified = new VerifiedSigner(key, key.publicKey())) {
            assertThat(List.of(key.toString(), verified.toString()))
                    .allSatisfy(text -> assertThat(text).doesNotContainIgnoringCase(SEED.substring(0, 8)));
        }
    }

    @Test
    void slowKeyMeetsItsDeadline() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (KeyThread thread = new KeyThread("slow")) {
            CompletableFuture<ByteString> slow = thread.run(() -> waitFor(release), Duration.ofMillis(20));

            assertThat(failure(slow)).isInstanceOf(TimeoutException.class);
            release.countDown();
        }
    }

    @Test
    void requestThatWaitedPastItsDeadlineIsNotSigned() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger signed = new AtomicInteger();
        try (KeyThread thread = new KeyThread("busy")) {
            CompletableFuture<ByteString> first = thread.run(() -> waitFor(release), LONG);
            CompletableFuture<ByteString> late = thread.run(() -> count(signed), Duration.ofMillis(20));
            assertThat(failure(late)).isInstanceOf(TimeoutException.class);

            release.countDown();
            CompletableFuture<ByteString> last = thread.run(() -> BYTES, LONG);

            assertThat(first.get()).isEqualTo(BYTES);
            assertThat(last.get()).isEqualTo(BYTES);
            assertThat(signed).hasValue(0);
        }
    }

    @Test
    void noTimeLeftIsNotEvenQueued() {
        AtomicInteger signed = new AtomicInteger();
        try (KeyThread thread = new KeyThread("late")) {
            assertThat(failure(thread.run(() -> count(signed), Duration.ZERO))).isInstanceOf(TimeoutException.class);
            assertThat(signed).hasValue(0);
        }
    }

    @Test
    void fullQueueAndCloseFailWhatWaits() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        KeyThread thread = new KeyThread("full");
        List<CompletableFuture<ByteString>> waiting = new ArrayList<>();
        CountDownLatch busy = new CountDownLatch(1);
        CompletableFuture<ByteString> running = thread.run(
                () -> {
                    busy.countDown();
                    return waitFor(release);
                },
                LONG);
        busy.await();
        for (int i = 0; i < 64; i++) {
            waiting.add(thread.run(() -> BYTES, LONG));
        }

        Throwable tooMany = failure(thread.run(() -> BYTES, LONG));
        thread.close();

        assertThat(tooMany).isInstanceOf(KeyUnusableException.class).hasMessageContaining("64");
        assertThat(waiting)
                .allSatisfy(each -> assertThat(failure(each))
                        .isInstanceOf(KeyUnusableException.class)
                        .hasMessageContaining("closed"));
        assertThat(failure(running)).isInstanceOf(KeyUnusableException.class);
    }

    @Test
    void failingStoreFailsOnlyItsRequest() throws Exception {
        try (KeyThread thread = new KeyThread("failing")) {
            Throwable failed = failure(thread.run(
                    () -> {
                        throw new IllegalStateException("device gone");
                    },
                    LONG));

            assertThat(failed).isInstanceOf(KeyUnusableException.class).hasMessageContaining("device gone");
            assertThat(thread.run(() -> BYTES, LONG).get()).isEqualTo(BYTES);
        }
    }

    @Test
    void verifiedSignatureIsReleased() throws Exception {
        ConsensusPublicKey publicKey = seed(SEED).ed25519PublicKey();
        try (VerifiedSigner key = new VerifiedSigner(new SoftsignConsensusKey(seed(SEED)), publicKey)) {
            ByteString signature = key.sign(BYTES, LONG).get();

            assertThat(new Ed25519Verifier(publicKey).verifies(BYTES, signature))
                    .isTrue();
        }
    }

    @Test
    void signatureWithOneWrongBitIsNot() {
        ConsensusPublicKey publicKey = seed(SEED).ed25519PublicKey();
        try (VerifiedSigner key = new VerifiedSigner(new FaultyKey(seed(SEED)), publicKey)) {
            assertThat(failure(key.sign(BYTES, LONG)))
                    .isInstanceOf(BadSignatureException.class)
                    .hasMessageContaining("did not verify");
        }
    }

    @Test
    void signatureOfAnotherKeyIsNot() {
        ConsensusPublicKey enrolled = seed("00".repeat(32)).ed25519PublicKey();
        try (VerifiedSigner key = new VerifiedSigner(new SoftsignConsensusKey(seed(SEED)), enrolled)) {
            assertThat(key.publicKey()).isEqualTo(enrolled);
            assertThat(failure(key.sign(BYTES, LONG))).isInstanceOf(BadSignatureException.class);
        }
    }

    private static ByteString waitFor(CountDownLatch release) throws InterruptedException {
        assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
        return BYTES;
    }

    private static ByteString count(AtomicInteger signed) {
        signed.incrementAndGet();
        return BYTES;
    }

    private static Throwable failure(CompletableFuture<ByteString> future) {
        return assertThat(future)
                .failsWithin(LONG)
                .withThrowableOfType(ExecutionException.class)
                .extracting(Throwable::getCause, InstanceOfAssertFactories.THROWABLE)
                .actual();
    }

    static SecretSeed seed(String hex) {
        return SecretSeed.copyOf(ByteString.fromHex(hex).toByteArray());
    }
}
