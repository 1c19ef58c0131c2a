package io.raftkms.chaos.containers;

import io.raftkms.chaos.containers.Scenario.Trait;
import io.raftkms.chaos.judge.Checker;
import io.raftkms.chaos.judge.Impact;
import io.raftkms.chaos.judge.Judgement;
import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.judge.ObservationFiles;
import io.raftkms.chaos.nemesis.Pace;
import io.raftkms.chaos.nemesis.Schedule;
import io.raftkms.chaos.nemesis.Stage;
import io.raftkms.chaos.nemesis.Storm;
import io.raftkms.chaos.nemesis.Struck;
import io.raftkms.chaos.run.MajorityCheck;
import io.raftkms.chaos.run.Released;
import io.raftkms.chaos.run.Verdict;
import io.raftkms.chaos.wire.MalformedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** One scenario on a cluster that is whole, from its first request to the verdict. */
final class Play {
    private static final Duration READY = Duration.ofMinutes(2);
    private static final Duration SIGNATURE = Duration.ofSeconds(60);
    private static final Duration BEFORE_HEALING = Duration.ofMillis(300);
    private static final int SIGNATURES = 20;
    private static final int OUT_OF_MEMORY = 3;
    private static final int FIRST_REASON = 20;
    private static final int LAST_REASON = 39;

    private final Stead stead;
    private final Scenario scenario;
    private final Schedule schedule;
    private final Nodes nodes;
    private final Path observations;
    private final Random random;
    private final Laps laps;

    Play(Stead stead, Scenario scenario, Schedule schedule, Nodes nodes, Path observations, Random random, Laps laps) {
        this.stead = stead;
        this.scenario = scenario;
        this.schedule = schedule;
        this.nodes = nodes;
        this.observations = observations;
        this.random = random;
        this.laps = laps;
    }

    Verdict run() throws IOException, InterruptedException, MalformedException {
        nodes.start(scenario.rate(), scenario.has(Trait.HOSTILE_NODE));
        awaitSignatures(SIGNATURES);
        laps.over("until signatures");
        Stage stage = new Stage(stead.cluster(), stead.network(), List.of(Nodes.HONEST, Nodes.HOSTILE), random);
        Storm storm = new Storm(entry -> entry.fault().on(stage, entry.victim()), nodes::nowNanos, struck -> {});
        List<Struck> struck = storm.run(schedule, Pace.fromNow());
        laps.over("faults");
        List<String> faults = calmDown();
        laps.over("until all were back");

        List<Observation> seen = ObservationFiles.read(List.of(observations));
        Judgement judgement = new Checker(Set.of(stead.cluster().publicKey())).judge(seen);
        List<Observation> felt = honest(seen);
        List<Impact> impacts = Verdict.impacts(struck, felt);
        List<Observation> lost = honest(judgement.lost());
        faults.addAll(nodes.faults());
        faults.addAll(broken(judgement));
        lost.forEach(vote -> faults.add("lost: " + vote));
        if (struck.size() < schedule.entries().size()) {
            faults.add("only " + struck + " happened");
        }
        faults.addAll(unexpected(struck, impacts, felt));
        if (faults.isEmpty() && scenario.has(Trait.ALL_KILLED_AT_THE_END)) {
            faults.addAll(new MajorityCheck(stead.cluster(), random)
                    .run(Released.of(seen).orElseThrow()));
        }
        laps.over("judged");
        return new Verdict(judgement, lost, struck, impacts, faults);
    }

    private void awaitSignatures(long more) {
        long enough = nodes.signed() + more;
        Awaitility.await("signatures").atMost(SIGNATURE).until(() -> nodes.signed() >= enough);
    }

    /** All that is healed must come back by itself; what does not is wrong, and what it signed is judged all the same. */
    private List<String> calmDown() throws InterruptedException {
        List<String> faults = new ArrayList<>();
        try {
            stead.cluster().awaitReady(READY, member -> ended(member, faults));
            awaitSignatures(SIGNATURES);
        } catch (ConditionTimeoutException stuck) {
            faults.add("did not come back: " + stuck.getMessage());
        }
        nodes.stop();
        return faults;
    }

    /** A member that is not there although everything is healed. */
    private void ended(String member, List<String> faults) {
        long code = stead.cluster().state(member).getExitCodeLong();
        if (!scenario.has(Trait.MEMBERS_END) || !isReasoned(code)) {
            faults.add(member + " ended with exit code " + code);
        }
        stead.cluster().start(member);
    }

    /** Out of memory, refused for safety, a disk that failed, or one of the ends that a supervisor follows by a start. */
    private static boolean isReasoned(long code) {
        return code == OUT_OF_MEMORY || code >= FIRST_REASON && code <= LAST_REASON;
    }

    private static List<Observation> honest(List<Observation> seen) {
        return seen.stream()
                .filter(line -> !line.validator().equals(Nodes.HOSTILE))
                .toList();
    }

    private List<String> broken(Judgement judgement) {
        List<String> faults = judgement.faults();
        if (!scenario.has(Trait.HOSTILE_NODE)) {
            judgement.refusals().forEach(refused -> faults.add("refused: " + refused));
        }
        return faults;
    }

    private List<String> unexpected(List<Struck> struck, List<Impact> impacts, List<Observation> felt) {
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < struck.size(); i++) {
            if (impacts.get(i).gap().compareTo(scenario.gap()) > 0) {
                faults.add(struck.get(i).fault() + ": nothing was signed for "
                        + impacts.get(i).gap() + ", which is more than " + scenario.gap());
            }
        }
        if (!scenario.silentAfter().isZero() && !struck.isEmpty()) {
            long begin = struck.get(0).beginNanos() + scenario.silentAfter().toNanos();
            // Healing takes its time, and is not over when enough of them are there.
            long end = struck.get(0).beginNanos()
                    + schedule.entries().get(0).lasting().minus(BEFORE_HEALING).toNanos();
            felt.stream()
                    .filter(line -> line.event() == Observation.Event.SIGNATURE)
                    // Asked and answered meanwhile: a signature on its way is none of these.
                    .filter(line -> line.endNanos() >= begin && line.endNanos() <= end && line.beginNanos() >= begin)
                    .findFirst()
                    .ifPresent(line -> faults.add("signed although there was no majority: " + line));
        }
        return faults;
    }
}
