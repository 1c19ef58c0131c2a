package io.raftkms.signer.node;

import io.raftkms.consensus.raft.FailStop;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.LogSettings;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * What a member is started with.
 *
 * @param version of the program, for reports
 * @param failStop ends the process after a fault in operation
 * @param logLevel takes the level of a reloaded configuration into use
 */
record NodeStart(
        Configuration configuration,
        String version,
        FailStop failStop,
        Clock clock,
        SecureRandom random,
        Consumer<LogSettings> logLevel,
        WarmUp.Amount warmUp) {}
