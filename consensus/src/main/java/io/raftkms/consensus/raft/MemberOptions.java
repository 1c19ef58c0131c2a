package io.raftkms.consensus.raft;

import java.time.Clock;
import java.time.Duration;

/**
 * What a member takes from outside its configuration.
 *
 * @param clock for the validity of certificates
 * @param submitTimeout after which a submission's outcome counts as unknown
 */
record MemberOptions(Clock clock, Duration submitTimeout, RatisTuning tuning, MarkGuard guard) {
    static MemberOptions production(MemberSettings.Timeouts timeouts, Clock clock) {
        return new MemberOptions(clock, timeouts.leaderless(), RatisTuning.PRODUCTION, null);
    }
}
