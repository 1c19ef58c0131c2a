package io.raftkms.chaos.run;

import io.raftkms.chaos.cluster.Cluster;
import io.raftkms.chaos.cluster.ClusterStatus;
import io.raftkms.chaos.cluster.LedgerView;
import io.raftkms.chaos.machine.Machine;
import io.raftkms.chaos.wire.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * S2: what was released is on the disks of a majority. All members are killed, some majority starts, and its ledgers must
 * hold the highest position that was released.
 */
public final class MajorityCheck {
    private static final Duration READY = Duration.ofMinutes(2);

    private final Cluster cluster;
    private final Random random;
    private final Map<String, Machine> machines;

    /**
     * @param random which majority
     */
    public MajorityCheck(Cluster cluster, Random random) {
        this(cluster, random, Map.of());
    }

    /**
     * @param random which majority, and what is left of what was not forced
     * @param machines of members whose hosts lose power with it
     */
    public MajorityCheck(Cluster cluster, Random random, Map<String, Machine> machines) {
        this.cluster = cluster;
        this.random = random;
        this.machines = Map.copyOf(machines);
    }

    /**
     * A leader that has just been elected shows what it has applied so far, which may be less than what its log holds
     * committed; once it is ready it has applied all of that.
     */
    private LedgerView ledgerOfAReadyLeader() {
        return Awaitility.await("a majority that is ready")
                .atMost(READY)
                .pollDelay(Duration.ZERO)
                .ignoreExceptions()
                .until(
                        () -> {
                            String leader = cluster.awaitLeader();
                            return leadsReadily(leader)
                                    ? Optional.of(cluster.ledger(leader))
                                    : Optional.<LedgerView>empty();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private boolean leadsReadily(String member) throws InterruptedException {
        ClusterStatus status = cluster.status(member);
        return status.ready() && status.leader().filter(member::equals).isPresent();
    }

    /** What is wrong, if anything. Leaves the majority running. */
    public List<String> run(Position released) throws IOException, InterruptedException {
        killAll();
        return ask(released);
    }

    /** Every member; what its host had not forced is lost where there is a machine for it. */
    void killAll() throws IOException, InterruptedException {
        for (String member : cluster.names()) {
            cluster.kill(member);
        }
        for (String member : cluster.names()) {
            if (machines.containsKey(member)) {
                machines.get(member).losePower(random);
            }
        }
    }

    /** Starts some majority of members that do not run, and says what is wrong with what it knows, if anything. */
    List<String> ask(Position released) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>(cluster.names());
        Collections.shuffle(names, random);
        List<String> majority = names.subList(0, names.size() / 2 + 1);
        for (String member : majority) {
            cluster.start(member);
        }
        LedgerView ledger;
        try {
            ledger = ledgerOfAReadyLeader();
        } catch (ConditionTimeoutException none) {
            return List.of("the majority " + majority + " does not lead itself: " + none.getMessage());
        }
        Optional<Position> mark = ledger.highest();
        return mark.isPresent() && mark.get().compareTo(released) >= 0
                ? List.of()
                : List.of("S2 broken: released up to " + released + ", but the majority " + majority
                        + " has its mark at " + mark.map(Position::toString).orElse("none"));
    }
}
