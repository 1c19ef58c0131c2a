package io.raftkms.chaos.kills;

import java.time.Duration;
import java.time.Instant;

/**
 * One blow and what the validator node felt of it.
 *
 * @param blow what was done
 * @param member who was struck
 * @param at when, as the members' logs tell time
 * @param gap between the last signature before the blow and the first one of a request that was answered after it
 * @param inFlight whether a request was on its way when the blow fell, and was answered after it
 * @param leadershipMovedFirst false only for a member that stopped while it still led
 */
record Round(Blow blow, String member, Instant at, Duration gap, boolean inFlight, boolean leadershipMovedFirst) {}
