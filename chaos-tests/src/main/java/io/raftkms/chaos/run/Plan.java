package io.raftkms.chaos.run;

import io.raftkms.chaos.nemesis.Schedule;

/**
 * What a run does.
 *
 * @param seed of everything random in it
 * @param honest validator nodes of the key that follow the chain
 * @param hostile nodes of the same key that want it to sign twice
 * @param distance between the members
 * @param rate requests a second of each node
 * @param again a command line that does it again
 */
public record Plan(long seed, Schedule schedule, int honest, int hostile, Distance distance, int rate, String again) {
    public Plan {
        if (honest < 1 || hostile < 0 || rate < 1) {
            throw new IllegalArgumentException("no run without an honest node and a rate");
        }
    }
}
