package io.raftkms.consensus.raft;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What a member takes from outside its configuration.
 *
 * @param clock for the validity of certificates
 * @param nanoTime for how long ago another member was heard
 * @param random for the start id
 * @param helloPatience how long another member's refusal may last that can pass by itself, as that an earlier start of
 *     this member still runs
 * @param submitTimeout after which a submission's outcome counts as unknown
 * @param observer told what is applied
 */
record MemberOptions(
        Clock clock,
        LongSupplier nanoTime,
        RandomGenerator random,
        Duration helloPatience,
        Duration submitTimeout,
        RatisTuning tuning,
        AppliedObserver observer) {
    private static final Duration HELLO_PATIENCE = Duration.ofSeconds(30);

    MemberOptions(
            Clock clock, RandomGenerator random, Duration helloPatience, Duration submitTimeout, RatisTuning tuning) {
        this(clock, System::nanoTime, random, helloPatience, submitTimeout, tuning, AppliedObserver.NONE);
    }

    static MemberOptions production(MemberSettings.Timeouts timeouts, Clock clock, AppliedObserver observer) {
        return new MemberOptions(
                clock,
                System::nanoTime,
                new SecureRandom(),
                HELLO_PATIENCE,
                timeouts.leaderless(),
                RatisTuning.PRODUCTION,
                observer);
    }
}
