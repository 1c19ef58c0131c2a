package io.raftkms.chaos.containers;

import io.raftkms.chaos.network.Conditions;
import java.time.Duration;
import java.util.Map;

/**
 * What a cluster is like.
 *
 * @param name for people; clusters of one layout are the same
 * @param chains chains that one key signs on
 * @param sites half of the way from each member, and from the validator nodes under "", to any other; empty if nothing
 *     stands between them
 * @param profile the members' setting
 */
record Layout(String name, int chains, Map<String, Conditions> sites, String profile) {
    private static final Conditions NEAR = Conditions.slow(Duration.ofMillis(1), Duration.ofMillis(1));

    /** Containers on one bridge. */
    static final Layout BRIDGE = new Layout("bridge", 1, Map.of(), "lan");

    /** Three sites: there and back it is 24 to 34 ms between a and b, 46 to 66 ms to c. The node is beside a. */
    static final Layout SITES = new Layout(
            "sites",
            1,
            Map.of(
                    "",
                    NEAR,
                    "a",
                    NEAR,
                    "b",
                    Conditions.slow(Duration.ofMillis(11), Duration.ofMillis(4)),
                    "c",
                    Conditions.slow(Duration.ofMillis(22), Duration.ofMillis(9))),
            "region");

    /** One key on a hundred chains. */
    static final Layout MANY_CHAINS = new Layout("hundred-chains", 100, Map.of(), "lan");

    /** Whether proxies stand between all of them. */
    boolean proxied() {
        return !sites.isEmpty();
    }

    /** The way from one to another. */
    Conditions way(String from, String to) {
        return sites.get(from).and(sites.get(to));
    }

    String chain(int number) {
        return "chain-" + number;
    }
}
