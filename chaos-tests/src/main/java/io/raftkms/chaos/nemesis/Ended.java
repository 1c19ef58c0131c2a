package io.raftkms.chaos.nemesis;

import io.raftkms.chaos.cluster.Cluster;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** Members that are gone for a while. */
final class Ended implements Nemesis {
    /** How they go. */
    @FunctionalInterface
    interface Blow {
        void strike(String member) throws IOException, InterruptedException;
    }

    private final Cluster cluster;
    private final Victim victim;
    private final Random random;
    private final Blow blow;
    private List<String> struck = List.of();

    Ended(Cluster cluster, Victim victim, Random random, Blow blow) {
        this.cluster = cluster;
        this.victim = victim;
        this.random = random;
        this.blow = blow;
    }

    @Override
    public String begin() throws IOException, InterruptedException {
        struck = victim.choose(cluster, random);
        for (String member : struck) {
            blow.strike(member);
        }
        return String.join(" ", struck);
    }

    @Override
    public void heal() throws IOException, InterruptedException {
        for (String member : struck) {
            if (!cluster.isAlive(member)) {
                cluster.start(member);
            }
        }
    }
}
