package io.raftkms.chaos.nemesis;

import io.raftkms.chaos.cluster.Cluster;
import java.util.Random;

/** Kinds of faults, by the words that scripts have for them. */
public enum Fault {
    /** SIGKILL; healed by a start. */
    KILL,
    /** SIGTERM; healed by a start. */
    STOP,
    /** SIGSTOP; healed by SIGCONT. */
    FREEZE;

    /** One such fault. */
    public Nemesis on(Cluster cluster, Victim victim, Random random) {
        return switch (this) {
            case KILL -> new Ended(cluster, victim, random, cluster::kill);
            case STOP -> new Ended(cluster, victim, random, cluster::stop);
            case FREEZE -> new Frozen(cluster, victim, random);
        };
    }
}
