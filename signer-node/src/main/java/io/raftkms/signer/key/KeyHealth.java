package io.raftkms.signer.key;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Whether a key can sign, and since when: from its self-test and from every signature asked for through
 * {@link #sign}. Only facts; what follows from them (moving leadership after a second or one bad signature, not standing
 * for election) is decided elsewhere. Safe for several threads.
 */
public final class KeyHealth {
    /**
     * What the self-test signs. Read as a length prefix its first byte promises more than follows, so it decodes as no
     * canonical vote, proposal or extension, and a signature of it is worth nothing to anybody.
     */
    public static final ByteString SELF_TEST =
            ByteString.copyFromUtf8("raftkms self-test: this key can sign, and this text means nothing");

    /** A key that misses a shorter deadline is not called unusable: the time was used up before it was asked. */
    static final Duration FAIR_DEADLINE = Duration.ofMillis(500);

    /** What is known of a key. */
    public enum Condition {
        UNTESTED,
        USABLE,
        UNUSABLE
    }

    /**
     * The facts at one moment.
     *
     * @param condition by the newest outcome
     * @param lasting for how long it has been that
     * @param cause why it is unusable, else empty
     * @param badSignatures how many signatures did not verify since the start; a later good one does not undo that
     */
    public record Report(Condition condition, Duration lasting, String cause, long badSignatures) {}

    private final ConsensusKey key;
    private final LongSupplier nanoTime;
    private Condition condition = Condition.UNTESTED;
    private long sinceNanos;
    private String cause = "";
    private long badSignatures;

    /**
     * @param key one that verifies what it signs
     * @param nanoTime as {@link System#nanoTime}
     */
    public KeyHealth(VerifiedSigner key, LongSupplier nanoTime) {
        this.key = key;
        this.nanoTime = nanoTime;
        this.sinceNanos = nanoTime.getAsLong();
    }

    /** As {@link ConsensusKey#sign}, and takes note of the outcome before it is known to the caller. */
    public CompletableFuture<ByteString> sign(ByteString bytes, Duration deadline) {
        CompletableFuture<ByteString> noted = new CompletableFuture<>();
        CompletableFuture<ByteString> unused = key.sign(bytes, deadline).whenComplete((signature, failure) -> {
            boolean tooShortToTell = failure instanceof TimeoutException && deadline.compareTo(FAIR_DEADLINE) < 0;
            if (!tooShortToTell) {
                note(failure);
            }
            if (failure == null) {
                noted.complete(signature);
            } else {
                noted.completeExceptionally(failure);
            }
        });
        return noted;
    }

    /** Signs {@link #SELF_TEST}. The future never fails: a failure is a report. */
    public CompletableFuture<Report> selfTest(Duration deadline) {
        return sign(SELF_TEST, deadline).handle((signature, failure) -> report());
    }

    /** What is known now. */
    public synchronized Report report() {
        return new Report(condition, Duration.ofNanos(nanoTime.getAsLong() - sinceNanos), cause, badSignatures);
    }

    private synchronized void note(Throwable failure) {
        Condition now = failure == null ? Condition.USABLE : Condition.UNUSABLE;
        if (now != condition) {
            condition = now;
            sinceNanos = nanoTime.getAsLong();
        }
        cause = failure == null ? "" : text(failure);
        if (failure instanceof BadSignatureException) {
            badSignatures++;
        }
    }

    private static String text(Throwable failure) {
        return failure.getMessage() == null ? "no signature in time" : failure.getMessage();
    }
}
