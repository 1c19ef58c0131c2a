package io.raftkms.chaos.run;

import io.raftkms.chaos.cluster.Cluster;
import io.raftkms.chaos.cluster.ConsensusKey;
import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Place;
import io.raftkms.chaos.cluster.ProcessCluster;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.machine.Machine;
import io.raftkms.chaos.nemesis.Nemesis;
import io.raftkms.chaos.nemesis.Schedule;
import io.raftkms.chaos.nemesis.Stage;
import io.raftkms.chaos.network.Network;
import io.raftkms.chaos.observer.ObserverFile;
import io.raftkms.chaos.observer.Overheard;
import io.raftkms.chaos.validators.AcceptGeneration;
import io.raftkms.chaos.wire.MalformedException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Everybody that a run needs, on this machine: members behind proxies, validator nodes of their key, and the observer.
 *
 * @param observer writes to {@link #observations}
 * @param key of the validator nodes
 * @param observations the file that the observer began with
 * @param released up to where nodes have signatures
 */
public record Scene(
        TestCluster members,
        Stage stage,
        Cast cast,
        ObserverFile observer,
        ConsensusKey key,
        Path observations,
        Released released) {
    private static final String CHAIN_ID = "raftkms-chaos";
    private static final Duration READY = Duration.ofSeconds(90);
    private static final Duration SIGNATURE = Duration.ofSeconds(60);
    private static final int SIGNATURES_AFTER = 20;

    /** What happens on it. */
    @FunctionalInterface
    public interface Play<T> {
        T on(Scene scene) throws IOException, InterruptedException, MalformedException;
    }

    /**
     * Sets it, plays, and ends every process, however the play ends.
     *
     * @param directory empty, and short: unix sockets go below it
     * @param first accept loop of the first honest node
     * @param listener hears what is observed, from the threads of all links
     */
    public static <T> T play(
            Program program,
            Plan plan,
            Path directory,
            AcceptGeneration first,
            Consumer<Observation> listener,
            Play<T> play)
            throws IOException, InterruptedException, MalformedException {
        ConsensusKey key = ConsensusKey.generate(directory.resolve("key.json"));
        Path observations = directory.resolve("observations.jsonl");
        Released released = new Released();
        List<Place> places = Place.apart();
        try (ObserverFile observer = new ObserverFile(observations, Clock.systemUTC());
                Cast cast = new Cast(CHAIN_ID, plan, new Overheard(observer, released.andThen(listener)), first);
                TestCluster members =
                        TestCluster.create(program, directory, CHAIN_ID, cast.addresses(), key.file(), places);
                EndsWithUs hook = new EndsWithUs(members);
                Network network = new Network(() -> new ProcessCluster(members).processes(), new Random(plan.seed()))) {
            for (Place place : places) {
                InetAddress bound = InetAddress.getByName(place.bound());
                network.stand(place.name(), place.ports().raft(), bound);
                network.stand(place.name(), place.ports().peer(), bound);
            }
            for (int i = 0; i < cast.ports().size(); i++) {
                network.stand(cast.names().get(i), cast.ports().get(i), InetAddress.getByName(Cast.BOUND));
            }
            setApart(members, network, plan.distance());
            Map<String, Machine> machines = Machines.under(members, program, plan.schedule(), directory);
            Stage stage =
                    new Stage(new ProcessCluster(members), network, cast.names(), new Random(plan.seed()), machines);
            return play.on(new Scene(members, stage, cast, observer, key, observations, released));
        }
    }

    private static void setApart(TestCluster members, Network network, Distance distance) throws IOException {
        for (Member member : members.members()) {
            members.members().stream()
                    .filter(other -> other != member)
                    .forEach(other -> network.route(member.name(), other.name()).usually(distance.conditions()));
            Path file = member.configuration();
            String profile = "profile = \"" + distance.profile() + "\"";
            Files.writeString(file, Files.readString(file).replace("profile = \"lan\"", profile));
        }
    }

    /** Members start, the key is enrolled, nodes ask, and so many signatures come back. */
    public void begin(int signatures) throws IOException {
        members.start();
        members.enrolNewChain();
        cast.start();
        awaitSignatures(signatures);
    }

    public Cluster cluster() {
        return stage.cluster();
    }

    /** The fault of a schedule's entry, here. */
    public Nemesis nemesis(Schedule.Entry entry) {
        return entry.fault().on(stage, entry.victim());
    }

    /** Waits until honest nodes have so many signatures in all. */
    public void awaitSignatures(long number) {
        Awaitility.await("signatures").atMost(SIGNATURE).until(() -> cast.signed() >= number);
    }

    /**
     * Waits until members and nodes are as they were before the faults. All that is healed must come back by itself.
     *
     * @return what does not, if anything
     */
    public List<String> calmDown() {
        try {
            cluster().awaitReady(READY);
            awaitSignatures(cast.signed() + SIGNATURES_AFTER);
            return List.of();
        } catch (ConditionTimeoutException stuck) {
            return List.of("did not come back: " + stuck.getMessage());
        }
    }

    /** Observations of nodes that follow the chain. */
    public boolean isHonest(Observation seen) {
        return cast.isHonest(seen.validator());
    }
}
