package io.raftkms.chaos.containers;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import io.raftkms.chaos.cluster.ClusterStatus;
import io.raftkms.chaos.cluster.ConsensusKey;
import io.raftkms.chaos.cluster.Program;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * Three members, a, b and c, each in a container of the program's image as docs/docker.md runs it: read-only, without
 * capabilities, its home on a volume. They dial a validator node at {@link #VALIDATOR} on a bridge network of their own.
 */
final class ContainerCluster implements AutoCloseable {
    /** Name and port of the validator node on the network. */
    static final String VALIDATOR = "validator";

    static final int VALIDATOR_PORT = 26658;

    private static final String HOME = "/var/lib/raftkms";
    private static final String LAUNCHER = "/opt/raftkms/bin/raftkms";
    private static final int HTTP = 26680;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final DockerImageName IMAGE = DockerImageName.parse(System.getProperty("raftkms.image"));

    private final String chainId;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ContainerLabel label =
            new ContainerLabel(UUID.randomUUID().toString().substring(0, 8));
    private final Network network;
    private final Map<String, GenericContainer<?>> members = new LinkedHashMap<>();

    private ContainerCluster(String chainId) {
        this.chainId = chainId;
        network = Network.builder()
                .createNetworkCmdModifier(command -> command.withLabels(label.asMap()))
                .build();
    }

    /** Makes homes and starts the members. */
    static ContainerCluster start(Path directory, String chainId) throws IOException, InterruptedException {
        ContainerCluster cluster = new ContainerCluster(chainId);
        try {
            Path homes = cluster.initialise(directory);
            for (String name : List.of("a", "b", "c")) {
                cluster.fillVolume(name, homes.resolve(name));
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

    private Path initialise(Path directory) throws IOException, InterruptedException {
        ConsensusKey key = ConsensusKey.generate(directory.resolve("priv_validator_key.json"));
        Path homes = directory.resolve("c");
        Program.find()
                .mustRun(
                        LIMIT,
                        "cluster",
                        "init",
                        "--chain-id",
                        chainId,
                        "--member",
                        "a=a,listen=0.0.0.0",
                        "--member",
                        "b=b,listen=0.0.0.0",
                        "--member",
                        "c=c,listen=0.0.0.0",
                        "--validator",
                        "tcp://" + VALIDATOR + ":" + VALIDATOR_PORT,
                        "--key",
                        key.file().toString(),
                        "--out",
                        homes.toString());
        return homes;
    }

    private String volume(String name) {
        return "raftkms-" + label.run() + "-" + name;
    }

    /** Files on a volume belong to the image's user, whoever runs the tests; its HTTP side is opened for them. */
    private void fillVolume(String name, Path home) throws IOException {
        Path file = home.resolve("raftkms.toml");
        String text = Files.readString(file);
        String loopback = "127.0.0.1:" + HTTP;
        if (text.contains(loopback)) {
            text = text.replace(loopback, "0.0.0.0:" + HTTP);
        } else {
            text += "\n[http]\nlisten = \"0.0.0.0:" + HTTP + "\"\n";
        }
        Files.writeString(file, text);
        DockerClientFactory.instance()
                .client()
                .createVolumeCmd()
                .withName(volume(name))
                .withLabels(label.asMap())
                .exec();
        try (GenericContainer<?> copy = container()
                .withCreateContainerCmdModifier(command -> {
                    command.withUser("0:0")
                            .withEntrypoint("sh", "-c", "cp -a /from/. " + HOME + " && chown -R 26670:26670 " + HOME);
                    command.getHostConfig()
                            .withBinds(
                                    new Bind(home.toString(), new Volume("/from")),
                                    new Bind(volume(name), new Volume(HOME)));
                })
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(LIMIT))) {
            copy.start();
        }
    }

    /** A container of the image with the run's label; an image that is missing fails at once. */
    private GenericContainer<?> container() {
        return new GenericContainer<>(IMAGE).withImagePullPolicy(image -> false).withLabels(label.asMap());
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
                        .withBinds(new Bind(volume(name), new Volume(HOME))));
    }

    /** A validator node that asks without a pause between its signatures, or at a rate; ends by itself. */
    GenericContainer<?> bench(int heights, int signaturesPerSecond) {
        return container()
                .withNetwork(network)
                .withNetworkAliases(VALIDATOR)
                .withTmpFs(Map.of("/tmp", "size=16m"))
                .withCommand(
                        "bench",
                        "--listen",
                        "tcp://0.0.0.0:" + VALIDATOR_PORT,
                        "--chain-id",
                        chainId,
                        "--heights",
                        Integer.toString(heights),
                        "--rate",
                        Integer.toString(signaturesPerSecond));
    }

    ClusterStatus status(String name) throws InterruptedException {
        GenericContainer<?> member = members.get(name);
        return member.isRunning() ? ClusterStatus.of(http, member.getMappedPort(HTTP)) : ClusterStatus.NONE;
    }

    /** The member that leads, by its own word. */
    String awaitLeader() {
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

    /** Enrols the key on a chain that begins, wherever leadership is, and waits until it is ready. */
    void enrolNewChain() {
        awaiting("the enrolment").until(() -> {
            ExecResult result = members.get(awaitLeader())
                    .execInContainer(
                            LAUNCHER, "state", "init", "-c", "raftkms.toml", "--chain-id", chainId, "--new-chain");
            return result.getExitCode() == 0;
        });
        awaiting("readiness").until(() -> status(awaitLeader()).ready());
    }

    /** SIGKILL to everything in the container, which stays. */
    void kill(String name) {
        DockerClientFactory.instance()
                .client()
                .killContainerCmd(members.get(name).getContainerId())
                .withSignal("KILL")
                .exec();
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

    private static ConditionFactory awaiting(String what) {
        return Awaitility.await(what).atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(100));
    }

    @Override
    public void close() {
        label.removeAll();
    }
}
