package io.raftkms.chaos.cluster;

import io.raftkms.chaos.wire.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Members a, b and c that are words: what is done to them is noted, and a leads until it is gone. */
public final class PlayedCluster implements Cluster {
    private final List<String> names = List.of("a", "b", "c");
    private final Set<String> living = new TreeSet<>(names);
    private final List<String> deeds = new ArrayList<>();
    private Position mark = new Position(0, 0, 0);
    private int looksUntilReady;

    /** What was done, in order. */
    public List<String> deeds() {
        return deeds;
    }

    /** What every ledger holds from now on. */
    public void mark(Position at) {
        mark = at;
    }

    /** Whoever leads has applied nothing, and says so, until its status was looked at so often. */
    public void readyAfter(int looks) {
        looksUntilReady = looks;
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public boolean isAlive(String member) {
        return living.contains(member);
    }

    @Override
    public void start(String member) {
        living.add(member);
        deeds.add("start " + member);
    }

    @Override
    public void kill(String member) {
        living.remove(member);
        deeds.add("kill " + member);
    }

    @Override
    public void stop(String member) {
        living.remove(member);
        deeds.add("stop " + member);
    }

    @Override
    public void freeze(String member) {
        deeds.add("freeze " + member);
    }

    @Override
    public void thaw(String member) {
        deeds.add("thaw " + member);
    }

    @Override
    public ClusterStatus status(String member) {
        boolean ready = looksUntilReady == 0;
        looksUntilReady = Math.max(0, looksUntilReady - 1);
        return isAlive(member)
                ? new ClusterStatus(ready, "", living.stream().findFirst(), Set.of("b"), living, Set.of())
                : ClusterStatus.NONE;
    }

    @Override
    public LedgerView ledger(String member) {
        return new LedgerView("hash", looksUntilReady == 0 ? Optional.of(mark) : Optional.empty());
    }

    @Override
    public String awaitLeader() {
        return living.stream().findFirst().orElseThrow();
    }

    @Override
    public void awaitReady(Duration limit) {
        deeds.add("ready");
    }

    @Override
    public void leaveTraces(Path directory) throws IOException {
        Files.writeString(directory.resolve("a.log"), "said");
    }

    @Override
    public void close() {
        living.clear();
    }
}
