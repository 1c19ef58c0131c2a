package io.raftkms.chaos.liveness;

import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.judge.Checker;
import io.raftkms.chaos.judge.Hearing;
import io.raftkms.chaos.judge.ObservationFiles;
import io.raftkms.chaos.nemesis.Fault;
import io.raftkms.chaos.nemesis.Nemesis;
import io.raftkms.chaos.nemesis.Schedule;
import io.raftkms.chaos.run.Scene;
import io.raftkms.chaos.validators.AcceptGeneration;
import io.raftkms.chaos.wire.MalformedException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Rounds of one event on one scene with one node: leader and link are put where the event wants them, it happens, and the
 * node's next signature is waited for; what was done is undone, and all are ready again before the next round.
 */
final class Rounds {
    private static final Duration MINUTE = Duration.ofSeconds(60);
    /** As often as it takes for a transfer to stay where it went: on a busy machine leadership moves by itself. */
    private static final int ARRANGEMENTS = 5;

    private final Scene scene;
    private final Pulse pulse;
    private final Event event;
    private final PrintStream out;

    Rounds(Scene scene, Pulse pulse, Event event, PrintStream out) {
        this.scene = scene;
        this.pulse = pulse;
        this.event = event;
        this.out = out;
    }

    Measured run(AcceptGeneration generation, int rounds) throws IOException, InterruptedException, MalformedException {
        List<Duration> gaps = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (int round = 1; round <= rounds && faults.isEmpty(); round++) {
            try {
                Duration gap = round();
                gaps.add(gap);
                out.println("round " + round + " of " + rounds + ", " + event + ", " + generation + ": "
                        + gap.toMillis() + " ms, lost " + pulse.lost());
            } catch (IllegalStateException | ConditionTimeoutException stuck) {
                faults.add("round " + round + ": " + stuck.getMessage());
            }
        }
        scene.cast().stop(MINUTE);
        Hearing hearing = new Checker(Set.of(scene.key().publicKey())).hearing();
        ObservationFiles.forEach(scene.observations(), hearing::see);
        faults.addAll(scene.cast().faults());
        hearing.violations().forEach(broken -> faults.add(broken.toString()));
        return new Measured(event, generation, gaps, pulse.lost(), faults);
    }

    private Duration round() throws IOException, InterruptedException {
        if (event.fault().isEmpty()) {
            return transfer();
        }
        arrange();
        awaitSignatureAfter(scene.observer().nowNanos());
        long begin = scene.observer().nowNanos();
        Fault fault = event.fault().get();
        Nemesis nemesis = scene.nemesis(new Schedule.Entry(Duration.ZERO, Duration.ZERO, fault, event.victim()));
        try {
            String on = nemesis.begin();
            if (on.isEmpty()) {
                throw new IllegalStateException("nobody was there for " + event);
            }
            return gapSince(begin);
        } finally {
            nemesis.heal();
        }
    }

    private Duration gapSince(long begin) throws InterruptedException {
        long done = scene.observer().nowNanos();
        awaitSignatureAfter(done);
        return pulse.gap(begin, done);
    }

    private void awaitSignatureAfter(long nanos) throws InterruptedException {
        if (!pulse.awaitAskedAfter(nanos, MINUTE)) {
            throw new IllegalStateException("no signature within a minute");
        }
    }

    /** Puts leadership on the link holder, or off it. */
    private void arrange() throws InterruptedException {
        TestCluster members = scene.members();
        for (int i = 0; i < ARRANGEMENTS; i++) {
            members.awaitReady(MINUTE);
            Member holder = members.awaitLinkHolder(MINUTE);
            Member leader = members.awaitLeader();
            if ((holder == leader) == event.leaderHoldsLink()) {
                return;
            }
            members.transferTo(event.leaderHoldsLink() ? holder : other(holder));
        }
        throw new IllegalStateException("leader and link do not stay where they are put");
    }

    /** By the command, which is refused where leadership has just moved by itself. */
    private Duration transfer() throws InterruptedException, IOException {
        for (int i = 0; i < ARRANGEMENTS; i++) {
            arrange();
            awaitSignatureAfter(scene.observer().nowNanos());
            long begin = scene.observer().nowNanos();
            Member leader = scene.members().awaitLeader();
            String target = other(leader).name();
            if (leader.attempt("cluster", "transfer", "--to", target).exitCode() == 0) {
                return gapSince(begin);
            }
        }
        throw new IllegalStateException("leadership does not go where the command sends it");
    }

    private Member other(Member than) {
        return scene.members().members().stream()
                .filter(member -> member != than && member.isAlive())
                .findFirst()
                .orElseThrow();
    }
}
