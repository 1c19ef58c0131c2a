package io.raftkms.chaos.nemesis;

import io.raftkms.chaos.cluster.Cluster;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** Members that stand still: alive for the kernel, dead for everybody else. */
final class Frozen implements Nemesis {
    private final Cluster cluster;
    private final Victim victim;
    private final Random random;
    private List<String> struck = List.of();

    Frozen(Cluster cluster, Victim victim, Random random) {
        this.cluster = cluster;
        this.victim = victim;
        this.random = random;
    }

    @Override
    public String begin() throws IOException, InterruptedException {
        struck = victim.choose(cluster, random);
        for (String member : struck) {
            cluster.freeze(member);
        }
        return String.join(" ", struck);
    }

    @Override
    public void heal() throws IOException, InterruptedException {
        for (String member : struck) {
            cluster.thaw(member);
        }
    }
}
