package io.raftkms.chaos.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import io.raftkms.chaos.cluster.Cluster;
import io.raftkms.chaos.cluster.ClusterStatus;
import io.raftkms.chaos.cluster.ConsensusKey;
import io.raftkms.chaos.cluster.LedgerView;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;

/** Three members, a, b and c, each in a container with an address of its own; their nodes and proxies are on this machine. */
final class ContainerCluster implements Cluster {
    static final List<String> MEMBERS = List.of("a", "b", "c");

    private static final int STOP_SECONDS = 40;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final DockerClient docker = DockerClientFactory.instance().client();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Layout layout;
    private final ConsensusKey key;
    private final ContainerLabel label =
            new ContainerLabel(UUID.randomUUID().toString().substring(0, 8));
    private final Bridge bridge;
    private final Homes homes;
    private final Map<String, GenericContainer<?>> members = new LinkedHashMap<>();
    private Keeper keeper;

    private ContainerCluster(Path directory, Layout layout, Random random) throws IOException {
        this.layout = layout;
        key = ConsensusKey.generate(directory.resolve("priv_validator_key.json"));
        bridge = Bridge.make(label, random);
        homes = new Homes(layout, bridge, MEMBERS);
    }

    /** Makes homes and containers; the members do not run yet. */
    static ContainerCluster make(Path directory, Layout layout, Random random)
            throws IOException, InterruptedException {
        ContainerCluster cluster = new ContainerCluster(directory, layout, random);
        try {
            MemberContainer.prepare(cluster.label);
            List<String> volumes = new ArrayList<>(MEMBERS);
            volumes.add(Disks.CLONE);
            cluster.keeper = new Keeper(cluster.label, volumes, cluster.homes.make(directory, cluster.key));
            for (String name : MEMBERS) {
                cluster.members.put(
                        name, MemberContainer.of(name, cluster.bridge, cluster.keeper.volume(name), cluster.label));
            }
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            cluster.close();
            throw failed;
        }
    }

    /** Starts the members for the first time and enrols the key on its chains, which begin. */
    void begin() throws IOException, InterruptedException {
        members.values().forEach(GenericContainer::start);
        Enrolment enrolment = new Enrolment(this, layout);
        enrolment.first();
        enrolment.others();
        awaiting("readiness").until(() -> status(awaitLeader()).ready());
    }

    Layout layout() {
        return layout;
    }

    ContainerLabel label() {
        return label;
    }

    Bridge bridge() {
        return bridge;
    }

    Homes homes() {
        return homes;
    }

    Keeper keeper() {
        return keeper;
    }

    /** The key of all members, lower-case hex. */
    String publicKey() {
        return key.publicKey();
    }

    @Override
    public List<String> names() {
        return MEMBERS;
    }

    /** The container of a member. */
    String id(String name) {
        return members.get(name).getContainerId();
    }

    InspectContainerResponse.ContainerState state(String name) {
        InspectContainerResponse inspection =
                docker.inspectContainerCmd(id(name)).exec();
        return inspection.getState();
    }

    @Override
    public boolean isAlive(String name) {
        return Boolean.TRUE.equals(state(name).getRunning());
    }

    /** Whether it runs and is not paused. */
    boolean isAtWork(String name) {
        InspectContainerResponse.ContainerState state = state(name);
        return Boolean.TRUE.equals(state.getRunning()) && !Boolean.TRUE.equals(state.getPaused());
    }

    /** The same container with the same home, as its host would start it again. */
    @Override
    public void start(String name) {
        docker.startContainerCmd(id(name)).exec();
    }

    @Override
    public void kill(String name) {
        if (isAlive(name)) {
            docker.killContainerCmd(id(name)).withSignal("KILL").exec();
            awaitEnd(name);
        }
    }

    @Override
    public void stop(String name) {
        thaw(name);
        docker.stopContainerCmd(id(name)).withTimeout(STOP_SECONDS).exec();
    }

    /** As with a process, one that has ended is not frozen. */
    @Override
    public void freeze(String name) {
        try {
            new Pause(docker, id(name)).begin();
        } catch (ConflictException notRunning) {
            if (isAlive(name)) {
                throw notRunning;
            }
        }
    }

    @Override
    public void thaw(String name) {
        new Pause(docker, id(name)).end();
    }

    /** Sends a signal that need not end it. */
    void signal(String name, String signal) {
        docker.killContainerCmd(id(name)).withSignal(signal).exec();
    }

    /**
     * Waits until a member has ended by itself.
     *
     * @return its exit code
     */
    int awaitEnd(String name) {
        awaiting("the end of " + name).until(() -> !isAlive(name));
        return state(name).getExitCodeLong().intValue();
    }

    @Override
    public ClusterStatus status(String name) throws InterruptedException {
        return ClusterStatus.of(http, bridge.address(name), Homes.HTTP);
    }

    @Override
    public LedgerView ledger(String name) throws IOException, InterruptedException {
        return LedgerView.parse(command(name, "state", "show", "--json"));
    }

    /** Runs a command in a member's container with its configuration, which must succeed, and gives what it printed. */
    String command(String name, String... words) throws IOException, InterruptedException {
        ExecResult result = attempt(name, words);
        if (result.getExitCode() != 0) {
            throw new IllegalStateException(
                    String.join(" ", words) + " on " + name + ":\n" + result.getStdout() + result.getStderr());
        }
        return result.getStdout();
    }

    /** Runs a command likewise, however it ends. */
    ExecResult attempt(String name, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(MemberContainer.LAUNCHER));
        line.addAll(List.of(words));
        line.addAll(List.of("-c", "raftkms.toml"));
        return members.get(name).execInContainer(line.toArray(String[]::new));
    }

    @Override
    public String awaitLeader() {
        return awaiting("a leader").until(this::leader, name -> !name.isEmpty());
    }

    private String leader() throws InterruptedException {
        for (String name : names()) {
            if (isAlive(name) && status(name).leader().filter(name::equals).isPresent()) {
                return name;
            }
        }
        return "";
    }

    @Override
    public void awaitReady(Duration limit) {
        awaitReady(limit, ended -> {});
    }

    /**
     * Waits likewise.
     *
     * @param onEnded told of each member that is down, as often as it is looked at
     */
    void awaitReady(Duration limit, Consumer<String> onEnded) {
        awaiting("all members ready").atMost(limit).until(() -> {
            // All of them first: with one of them down no other is content.
            for (String name : names()) {
                if (!isAlive(name)) {
                    onEnded.accept(name);
                }
            }
            for (String name : names()) {
                ClusterStatus status = status(name);
                if (!status.ready() || status.reachable().size() != names().size()) {
                    return false;
                }
            }
            return true;
        });
    }

    @Override
    public void leaveTraces(Path directory) throws IOException, InterruptedException {
        ContainerTraces traces = new ContainerTraces(directory, http);
        for (String name : names()) {
            GenericContainer<?> member = members.get(name);
            if (member.getContainerId() != null) {
                thaw(name);
                traces.leave(name, member, bridge.address(name), isAlive(name));
            }
            if (!isAlive(name)) {
                // For state inspect and log inspect, which run where the program is.
                keeper().copyData(name, directory.resolve(name + ".data.tar"));
            }
        }
    }

    static ConditionFactory awaiting(String what) {
        return Awaitility.await(what).atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(100));
    }

    @Override
    public void close() {
        label.removeAll();
    }
}
