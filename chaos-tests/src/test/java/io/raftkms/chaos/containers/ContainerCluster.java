package io.raftkms.chaos.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import io.raftkms.chaos.cluster.Cluster;
import io.raftkms.chaos.cluster.ClusterStatus;
import io.raftkms.chaos.cluster.ConsensusKey;
import io.raftkms.chaos.cluster.LedgerView;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/**
 * Three members, a, b and c, each in a container of the program's image as docs/docker.md runs it: read-only, without
 * capabilities, its home on a volume. They dial a validator node at {@link #VALIDATOR} on a bridge network of their own.
 */
final class ContainerCluster implements Cluster {
    /** Name and port of the validator node on the network. */
    static final String VALIDATOR = "validator";

    static final int VALIDATOR_PORT = 26658;

    private static final String HOME = MemberVolumes.HOME;
    private static final String LAUNCHER = "/opt/raftkms/bin/raftkms";
    private static final int HTTP = MemberVolumes.HTTP;
    private static final int STOP_SECONDS = 40;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final String chainId;
    private final ConsensusKey key;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ContainerLabel label =
            new ContainerLabel(UUID.randomUUID().toString().substring(0, 8));
    private final MemberVolumes volumes = new MemberVolumes(label);
    private final Network network;
    private final Map<String, GenericContainer<?>> members = new LinkedHashMap<>();

    private ContainerCluster(String chainId, ConsensusKey key) {
        this.chainId = chainId;
        this.key = key;
        network = Network.builder()
                .createNetworkCmdModifier(command -> command.withLabels(label.asMap()))
                .build();
    }

    /** Makes homes and starts the members. */
    static ContainerCluster start(Path directory, String chainId) throws IOException, InterruptedException {
        ContainerCluster cluster =
                new ContainerCluster(chainId, ConsensusKey.generate(directory.resolve("priv_validator_key.json")));
        try {
            Path homes = cluster.volumes.initialise(directory, chainId, cluster.key);
            for (String name : List.of("a", "b", "c")) {
                cluster.volumes.fill(name, homes.resolve(name));
                GenericContainer<?> member = cluster.member(name);
                cluster.members.put(name, member);
                member.start();
            }
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            cluster.close();
            throw failed;
        }
    }

    private GenericContainer<?> container() {
        return volumes.container();
    }

    private GenericContainer<?> member(String name) {
        return container()
                .withNetwork(network)
                .withNetworkAliases(name)
                .withExposedPorts(HTTP)
                .withTmpFs(Map.of("/tmp", "size=16m"))
                .withCreateContainerCmdModifier(command -> command.getHostConfig()
                        // Some port of loopback: published as they are by default, ports are open to the network.
                        .withPortBindings(new PortBinding(Ports.Binding.bindIp("127.0.0.1"), ExposedPort.tcp(HTTP)))
                        .withReadonlyRootfs(true)
                        .withCapDrop(Capability.ALL)
                        .withBinds(new Bind(volumes.name(name), new Volume(HOME))));
    }

    /** The key of all members, lower-case hex. */
    String publicKey() {
        return key.publicKey();
    }

    /**
     * A validator node that asks at a rate until it is stopped.
     *
     * @param seen directory for its observations, {@code observations.jsonl}
     */
    GenericContainer<?> bench(Path seen, int signaturesPerSecond) throws IOException {
        // The image's user is somebody else than who runs the tests.
        Files.setPosixFilePermissions(seen, PosixFilePermissions.fromString("rwxrwxrwx"));
        return container()
                .withNetwork(network)
                .withNetworkAliases(VALIDATOR)
                .withTmpFs(Map.of("/tmp", "size=16m"))
                .withCreateContainerCmdModifier(
                        command -> command.getHostConfig().withBinds(new Bind(seen.toString(), new Volume("/seen"))))
                .withCommand(
                        "bench",
                        "--listen",
                        "tcp://0.0.0.0:" + VALIDATOR_PORT,
                        "--chain-id",
                        chainId,
                        "--heights",
                        "1000000",
                        "--rate",
                        Integer.toString(signaturesPerSecond),
                        "--observe",
                        "/seen/observations.jsonl");
    }

    @Override
    public List<String> names() {
        return List.copyOf(members.keySet());
    }

    private DockerClient docker() {
        return DockerClientFactory.instance().client();
    }

    private String id(String name) {
        return members.get(name).getContainerId();
    }

    private InspectContainerResponse inspection(String name) {
        return docker().inspectContainerCmd(id(name)).exec();
    }

    @Override
    public boolean isAlive(String name) {
        return Boolean.TRUE.equals(inspection(name).getState().getRunning());
    }

    /** The same container with the same home, as its host would start it again. */
    @Override
    public void start(String name) {
        docker().startContainerCmd(id(name)).exec();
    }

    @Override
    public void kill(String name) {
        if (isAlive(name)) {
            docker().killContainerCmd(id(name)).withSignal("KILL").exec();
            awaiting("the end of " + name).until(() -> !isAlive(name));
        }
    }

    @Override
    public void stop(String name) {
        thaw(name);
        docker().stopContainerCmd(id(name)).withTimeout(STOP_SECONDS).exec();
    }

    @Override
    public void freeze(String name) {
        docker().pauseContainerCmd(id(name)).exec();
    }

    @Override
    public void thaw(String name) {
        if (Boolean.TRUE.equals(inspection(name).getState().getPaused())) {
            docker().unpauseContainerCmd(id(name)).exec();
        }
    }

    @Override
    public ClusterStatus status(String name) throws InterruptedException {
        Ports.Binding[] published =
                inspection(name).getNetworkSettings().getPorts().getBindings().get(ExposedPort.tcp(HTTP));
        // Drawn anew at each start, and none while it is down.
        return published == null || published.length == 0
                ? ClusterStatus.NONE
                : ClusterStatus.of(http, Integer.parseInt(published[0].getHostPortSpec()));
    }

    @Override
    public LedgerView ledger(String name) throws IOException, InterruptedException {
        ExecResult result = execute(name, "state", "show", "--json", "-c", "raftkms.toml");
        if (result.getExitCode() != 0) {
            throw new IllegalStateException("state show on " + name + ":\n" + result.getStdout() + result.getStderr());
        }
        return LedgerView.parse(result.getStdout());
    }

    private ExecResult execute(String name, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(LAUNCHER));
        command.addAll(List.of(words));
        return members.get(name).execInContainer(command.toArray(String[]::new));
    }

    @Override
    public String awaitLeader() {
        return awaiting("a leader").until(this::leader, name -> !name.isEmpty());
    }

    private String leader() throws InterruptedException {
        for (String name : members.keySet()) {
            if (status(name).leader().filter(name::equals).isPresent()) {
                return name;
            }
        }
        return "";
    }

    @Override
    public void awaitReady(Duration limit) {
        Awaitility.await("all members ready").atMost(limit).until(() -> {
            for (String name : members.keySet()) {
                ClusterStatus status = status(name);
                if (!status.ready() || status.reachable().size() != members.size()) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Enrols the key on a chain that begins, wherever leadership is, and waits until it is ready. */
    void enrolNewChain() {
        awaiting("the enrolment")
                .until(() -> execute(
                                        awaitLeader(),
                                        "state",
                                        "init",
                                        "-c",
                                        "raftkms.toml",
                                        "--chain-id",
                                        chainId,
                                        "--new-chain")
                                .getExitCode()
                        == 0);
        awaiting("readiness").until(() -> status(awaitLeader()).ready());
    }

    /** What a failing test needs to be understood. */
    String logs() {
        StringBuilder all = new StringBuilder();
        members.forEach((name, member) -> all.append("---- member ")
                .append(name)
                .append('\n')
                .append(member.getContainerId() == null ? "never started\n" : member.getLogs()));
        return all.toString();
    }

    @Override
    public void leaveTraces(Path directory) throws IOException, InterruptedException {
        for (String name : members.keySet()) {
            Files.writeString(
                    directory.resolve(name + ".log"), members.get(name).getLogs());
            if (!isAlive(name)) {
                start(name);
            }
            thaw(name);
            String threads = members.get(name)
                    .execInContainer("/opt/raftkms/runtime/bin/jcmd", "1", "Thread.print")
                    .getStdout();
            Files.writeString(directory.resolve(name + ".threads.txt"), threads);
            Files.writeString(
                    directory.resolve(name + ".state.txt"),
                    execute(name, "state", "inspect", HOME + "/data").getStdout());
        }
    }

    private static ConditionFactory awaiting(String what) {
        return Awaitility.await(what).atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(100));
    }

    @Override
    public void close() {
        label.removeAll();
    }
}
