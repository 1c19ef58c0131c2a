package io.raftkms.consensus.raft;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What a member takes from outside its configuration.
 *
 * @param clock for the validity of certificates
 * @param random for the start id
 * @param submitTimeout after which a submission's outcome counts as unknown
 * @param observer told what is applied
 */
record MemberOptions(
        Clock clock, RandomGenerator random, Duration submitTimeout, RatisTuning tuning, AppliedObserver observer) {
    MemberOptions(Clock clock, RandomGenerator random, Duration submitTimeout, RatisTuning tuning) {
        this(clock, random, submitTimeout, tuning, AppliedObserver.NONE);
    }

    static MemberOptions production(MemberSettings.Timeouts timeouts, Clock clock, AppliedObserver observer) {
        return new MemberOptions(clock, new SecureRandom(), timeouts.leaderless(), RatisTuning.PRODUCTION, observer);
    }
}
