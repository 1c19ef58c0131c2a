package io.raftkms.chaos.nemesis;

import io.raftkms.chaos.cluster.Cluster;
import io.raftkms.chaos.machine.Machine;
import io.raftkms.chaos.network.Network;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Where faults happen.
 *
 * @param network between the members, and between them and the validator nodes
 * @param nodes names of the validator nodes
 * @param random whom they befall, where their victim leaves a choice
 * @param machines disk and clock of each member, by its name; empty where they cannot be struck
 */
public record Stage(
        Cluster cluster, Network network, List<String> nodes, Random random, Map<String, Machine> machines) {
    /** A stage whose members keep their disks and clocks. */
    public Stage(Cluster cluster, Network network, List<String> nodes, Random random) {
        this(cluster, network, nodes, random, Map.of());
    }

    Machine machine(String member) {
        Machine machine = machines.get(member);
        if (machine == null) {
            throw new IllegalStateException("the disk and the clock of " + member + " are in nobody's hand here");
        }
        return machine;
    }
}
