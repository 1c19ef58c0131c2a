package io.raftkms.chaos.containers;

import io.raftkms.chaos.cluster.Workplace;
import io.raftkms.chaos.judge.Checker;
import io.raftkms.chaos.judge.Judgement;
import io.raftkms.chaos.judge.ObservationFiles;
import io.raftkms.chaos.network.Network;
import io.raftkms.chaos.validators.Heights;
import io.raftkms.chaos.wire.MalformedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** A cluster that scenarios share, with its network and how far its chains are. */
final class Stead implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(2);
    /** More than whoever asked last can have been ahead of the honest node. */
    private static final long STEP = 10;

    private final Path directory = Workplace.create();
    private final List<Path> seen = new ArrayList<>();
    private final ContainerCluster cluster;
    private final Network network;
    private final List<Heights> heights;
    private boolean sound = true;

    private Stead(Layout layout, Random random) throws IOException, InterruptedException {
        cluster = ContainerCluster.make(directory, layout, random);
        network = Sites.of(cluster, random);
        heights = Stream.generate(() -> new Heights(0)).limit(layout.chains()).toList();
    }

    /** Makes a cluster that runs. */
    static Stead make(Layout layout, Random random) throws IOException, InterruptedException {
        Stead stead = new Stead(layout, random);
        try {
            stead.cluster.begin();
            return stead;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            stead.close();
            throw failed;
        }
    }

    /** Everybody is there, and every chain is where nobody has asked yet. */
    void prepare() {
        for (String member : cluster.names()) {
            if (!cluster.isAlive(member)) {
                cluster.start(member);
            }
        }
        cluster.awaitReady(READY);
        heights.forEach(chain -> chain.reached(chain.highest() + STEP));
    }

    ContainerCluster cluster() {
        return cluster;
    }

    Network network() {
        return network;
    }

    List<Heights> heights() {
        return heights;
    }

    /** A new file for observations. */
    Path newObservations() {
        seen.add(directory.resolve("observations-" + seen.size() + ".jsonl"));
        return seen.get(seen.size() - 1);
    }

    /** Nobody is to build on it. */
    void spoil() {
        sound = false;
    }

    boolean isSound() {
        return sound;
    }

    /** Everything that was seen of it, scenario after scenario. */
    Judgement judge() throws IOException, MalformedException {
        return new Checker(Set.of(cluster.publicKey())).judge(ObservationFiles.read(seen));
    }

    @Override
    public void close() throws IOException {
        network.close();
        cluster.close();
        Workplace.remove(directory);
    }
}
