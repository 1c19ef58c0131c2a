package io.raftkms.chaos.nemesis;

import io.raftkms.chaos.cluster.Cluster;
import io.raftkms.chaos.cluster.ClusterStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Whom a fault befalls, found when it begins: roles move. */
public enum Victim {
    /** The member that leads; without one that anybody knows, some member. */
    LEADER,
    /** The member that a validator node talks to, else some member. */
    HOLDER,
    /** A member that does not lead. */
    FOLLOWER,
    /** Two members. */
    TWO,
    /** Every member. */
    ALL;

    /** Names of members that live; fewer than the word says if fewer do. */
    public List<String> choose(Cluster cluster, Random random) throws InterruptedException {
        List<String> living = new ArrayList<>(
                cluster.names().stream().filter(cluster::isAlive).toList());
        // By the seed, not by the order of names.
        Collections.shuffle(living, random);
        return switch (this) {
            case LEADER -> first(living, leader(cluster, living));
            case HOLDER -> first(living, holder(cluster, living));
            case FOLLOWER -> {
                Optional<String> leader = leader(cluster, living);
                yield living.stream()
                        .filter(name -> leader.isEmpty() || !name.equals(leader.get()))
                        .limit(1)
                        .toList();
            }
            case TWO -> living.stream().limit(2).toList();
            case ALL -> living;
        };
    }

    private static List<String> first(List<String> living, Optional<String> wanted) {
        return wanted.map(List::of).orElseGet(() -> living.stream().limit(1).toList());
    }

    private static Optional<String> leader(Cluster cluster, List<String> living) throws InterruptedException {
        for (String name : living) {
            if (cluster.status(name).leader().filter(name::equals).isPresent()) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> holder(Cluster cluster, List<String> living) throws InterruptedException {
        for (String name : living) {
            ClusterStatus status = cluster.status(name);
            if (status.admitted().contains(name)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }
}
