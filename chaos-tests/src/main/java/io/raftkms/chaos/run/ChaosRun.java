package io.raftkms.chaos.run;

import io.raftkms.chaos.cluster.Cluster;
import io.raftkms.chaos.cluster.ConsensusKey;
import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Place;
import io.raftkms.chaos.cluster.ProcessCluster;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.judge.Checker;
import io.raftkms.chaos.judge.Impact;
import io.raftkms.chaos.judge.Judgement;
import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.judge.ObservationFiles;
import io.raftkms.chaos.machine.Machine;
import io.raftkms.chaos.nemesis.Pace;
import io.raftkms.chaos.nemesis.Stage;
import io.raftkms.chaos.nemesis.Storm;
import io.raftkms.chaos.nemesis.Struck;
import io.raftkms.chaos.network.Network;
import io.raftkms.chaos.observer.ObserverFile;
import io.raftkms.chaos.wire.MalformedException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Processes of this machine under a schedule of faults, judged by what an observer saw. */
public final class ChaosRun {
    private static final String OBSERVATIONS = "observations.jsonl";
    private static final String CHAIN_ID = "raftkms-chaos";
    private static final Duration READY = Duration.ofSeconds(90);
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
        ConsensusKey key = ConsensusKey.generate(directory.resolve("key.json"));
        Path observations = directory.resolve(OBSERVATIONS);
        List<Place> places = Place.apart();
        try (ObserverFile observer = new ObserverFile(observations, Clock.systemUTC());
                Cast cast = new Cast(CHAIN_ID, plan, observer);
                TestCluster members =
                        TestCluster.create(program, directory, CHAIN_ID, cast.addresses(), key.file(), places);
                Network network = new Network(() -> new ProcessCluster(members).processes(), new Random(plan.seed()))) {
            Cluster cluster = new ProcessCluster(members);
            for (Place place : places) {
                InetAddress bound = InetAddress.getByName(place.bound());
                network.stand(place.name(), place.ports().raft(), bound);
                network.stand(place.name(), place.ports().peer(), bound);
            }
            for (int i = 0; i < cast.ports().size(); i++) {
                network.stand(cast.names().get(i), cast.ports().get(i), InetAddress.getByName(Cast.BOUND));
            }
            setApart(members, network);
            Map<String, Machine> machines = Machines.under(members, program, plan.schedule(), directory);
            Bundle traces = new Bundle(bundle, plan, observations, cluster);
            try {
                members.start();
                members.enrolNewChain();
                cast.start();
                Stage stage = new Stage(cluster, network, cast.names(), new Random(plan.seed()), machines);
                Verdict verdict = underFire(stage, cast, traces, observer, key);
                if (!verdict.passed()) {
                    traces.leave(verdict.text());
                }
                return verdict;
            } catch (IOException | InterruptedException | MalformedException | RuntimeException failed) {
                traces.leave("it did not end: " + failed + "\n");
                throw failed;
            }
        }
    }

    private Verdict underFire(Stage stage, Cast cast, Bundle traces, ObserverFile observer, ConsensusKey key)
            throws IOException, InterruptedException, MalformedException {
        awaitSignatures(cast, SIGNATURES_BEFORE);
        Storm storm = new Storm(entry -> entry.fault().on(stage, entry.victim()), observer::nowNanos, this::tell);
        List<Struck> struck = storm.run(plan.schedule(), Pace.fromNow());
        List<String> faults = calmDown(stage.cluster(), cast);

        List<Observation> seen = ObservationFiles.read(List.of(directory.resolve(OBSERVATIONS)));
        Judgement judgement = new Checker(Set.of(key.publicKey())).judge(seen);
        faults.addAll(cast.faults());
        faults.addAll(broken(judgement));
        if (!faults.isEmpty()) {
            // As they are now, before they are killed for the last check.
            traces.leave(String.join("\n", faults));
        }
        faults.addAll(new MajorityCheck(stage.cluster(), stage.random()).run(MajorityCheck.highest(seen)));
        List<Observation> felt =
                seen.stream().filter(line -> cast.isHonest(line.validator())).toList();
        List<Impact> impacts = struck.stream()
                .map(blow -> Impact.of(blow.beginNanos(), blow.healedNanos(), felt))
                .toList();
        return new Verdict(judgement, lost(judgement, cast), struck, impacts, faults);
    }

    /** All that is healed must come back by itself; what does not is wrong, and what it signed is judged all the same. */
    private static List<String> calmDown(Cluster cluster, Cast cast) throws InterruptedException {
        List<String> faults = new ArrayList<>();
        try {
            cluster.awaitReady(READY);
            awaitSignatures(cast, cast.signed() + SIGNATURES_BEFORE);
        } catch (ConditionTimeoutException stuck) {
            faults.add("did not come back: " + stuck.getMessage());
        }
        cast.stop(SIGNATURE);
        return faults;
    }

    private List<String> broken(Judgement judgement) {
        List<String> faults = new ArrayList<>();
        judgement
                .violations()
                .forEach(broken -> faults.add(broken.promise() + " broken at " + broken.at() + ": " + broken.what()
                        + " " + broken.sources()));
        if (!judgement.holds()) {
            faults.add("the judge does not find that it holds, over " + judgement.signatures() + " signatures");
        }
        if (plan.honest() == 1 && plan.hostile() == 0) {
            judgement.refusals().forEach(refused -> faults.add("refused: " + refused));
        }
        return faults;
    }

    /** What hostile nodes give up is no loss. */
    private static List<Observation> lost(Judgement judgement, Cast cast) {
        return judgement.lost().stream()
                .filter(line -> cast.isHonest(line.validator()))
                .toList();
    }

    private void setApart(TestCluster members, Network network) throws IOException {
        for (Member member : members.members()) {
            members.members().stream()
                    .filter(other -> other != member)
                    .forEach(other -> network.route(member.name(), other.name())
                            .usually(plan.distance().conditions()));
            Path file = member.configuration();
            String profile = "profile = \"" + plan.distance().profile() + "\"";
            Files.writeString(file, Files.readString(file).replace("profile = \"lan\"", profile));
        }
    }

    private void tell(Struck struck) {
        out.println(struck.fault() + " of " + struck.on() + " for "
                + Duration.ofNanos(struck.healedNanos() - struck.beginNanos()).toMillis() + " ms");
    }

    private static void awaitSignatures(Cast cast, long number) {
        Awaitility.await("signatures").atMost(SIGNATURE).until(() -> cast.signed() >= number);
    }
}
