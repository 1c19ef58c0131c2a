package io.raftkms.chaos.run;

import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.judge.Checker;
import io.raftkms.chaos.judge.Impact;
import io.raftkms.chaos.judge.Judgement;
import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.judge.ObservationFiles;
import io.raftkms.chaos.nemesis.Pace;
import io.raftkms.chaos.nemesis.Storm;
import io.raftkms.chaos.nemesis.Struck;
import io.raftkms.chaos.validators.AcceptGeneration;
import io.raftkms.chaos.wire.MalformedException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Processes of this machine under a schedule of faults, judged by what an observer saw. */
public final class ChaosRun {
    private static final Duration SIGNATURE = Duration.ofSeconds(60);
    private static final int SIGNATURES_BEFORE = 20;

    private final Program program;
    private final Plan plan;
    private final Path directory;
    private final PrintStream out;

    /**
     * @param directory empty, and short: unix sockets go below it
     * @param out told what happens
     */
    public ChaosRun(Program program, Plan plan, Path directory, PrintStream out) {
        this.program = program;
        this.plan = plan;
        this.directory = directory;
        this.out = out;
    }

    /**
     * Runs it and judges it; a run that fails leaves a bundle.
     *
     * @param bundle where to, if need be; absent
     */
    public Verdict run(Path bundle) throws IOException, InterruptedException, MalformedException {
        return Scene.play(program, plan, directory, AcceptGeneration.NEW, seen -> {}, scene -> run(scene, bundle));
    }

    private Verdict run(Scene scene, Path bundle) throws IOException, InterruptedException, MalformedException {
        Bundle traces = new Bundle(bundle, plan, List.of(scene.observations()), scene.cluster());
        try {
            scene.begin(SIGNATURES_BEFORE);
            Verdict verdict = underFire(scene, traces);
            if (!verdict.passed()) {
                traces.leave(verdict.text());
            }
            return verdict;
        } catch (IOException | InterruptedException | MalformedException | RuntimeException failed) {
            traces.leave("it did not end: " + failed + "\n");
            throw failed;
        }
    }

    private Verdict underFire(Scene scene, Bundle traces) throws IOException, InterruptedException, MalformedException {
        Cast cast = scene.cast();
        Storm storm = new Storm(scene::nemesis, scene.observer()::nowNanos, this::tell);
        List<Struck> struck = storm.run(plan.schedule(), Pace.fromNow());
        List<String> faults = new ArrayList<>(scene.calmDown());
        if (!faults.isEmpty()) {
            // As they are now, before they are killed.
            traces.leave(String.join("\n", faults));
        }
        long calm = scene.observer().nowNanos();
        faults.addAll(Blackout.of(scene));
        cast.stop(SIGNATURE);

        List<Observation> seen = ObservationFiles.read(List.of(scene.observations()));
        Judgement judgement = new Checker(Set.of(scene.key().publicKey())).judge(seen);
        faults.addAll(cast.faults());
        faults.addAll(broken(judgement));
        // What nodes waited for because all were killed is not charged to a fault of the schedule.
        List<Observation> felt = seen.stream()
                .filter(line -> scene.isHonest(line) && line.beginNanos() < calm)
                .toList();
        List<Impact> impacts = Verdict.impacts(struck, felt);
        return new Verdict(judgement, lost(judgement, cast, calm), struck, impacts, faults, cast.attacks());
    }

    private List<String> broken(Judgement judgement) {
        List<String> faults = judgement.faults();
        if (plan.honest() == 1 && plan.hostile() == 0) {
            judgement.refusals().forEach(refused -> faults.add("refused: " + refused));
        }
        return faults;
    }

    /** What hostile nodes give up is no loss, nor what is given up because all were killed at the end. */
    private static List<Observation> lost(Judgement judgement, Cast cast, long calm) {
        return judgement.lost().stream()
                .filter(line -> cast.isHonest(line.validator()) && line.beginNanos() < calm)
                .toList();
    }

    private void tell(Struck struck) {
        out.println(struck.fault() + " of " + struck.on() + " for "
                + Duration.ofNanos(struck.healedNanos() - struck.beginNanos()).toMillis() + " ms");
    }
}
