package io.raftkms.chaos.nemesis;

import io.raftkms.chaos.cluster.Cluster;
import io.raftkms.chaos.network.Network;
import java.util.List;
import java.util.Random;

/**
 * Where faults happen.
 *
 * @param network between the members, and between them and the validator nodes
 * @param nodes names of the validator nodes
 * @param random whom they befall, where their victim leaves a choice
 */
public record Stage(Cluster cluster, Network network, List<String> nodes, Random random) {}
