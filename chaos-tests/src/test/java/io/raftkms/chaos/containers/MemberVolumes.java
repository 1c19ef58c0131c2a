package io.raftkms.chaos.containers;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import io.raftkms.chaos.cluster.ConsensusKey;
import io.raftkms.chaos.cluster.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;

/** Homes of members on volumes of their own, where a member's container finds its home again however it ended. */
final class MemberVolumes {
    static final String HOME = "/var/lib/raftkms";
    static final int HTTP = 26680;

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final DockerImageName IMAGE = DockerImageName.parse(System.getProperty("raftkms.image"));

    private final ContainerLabel label;

    MemberVolumes(ContainerLabel label) {
        this.label = label;
    }

    /** Makes homes of members a, b and c, which dial the validator node, in a directory. */
    Path initialise(Path directory, String chainId, ConsensusKey key) throws IOException, InterruptedException {
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
                        "tcp://" + ContainerCluster.VALIDATOR + ":" + ContainerCluster.VALIDATOR_PORT,
                        "--key",
                        key.file().toString(),
                        "--out",
                        homes.toString());
        return homes;
    }

    /** The volume of a member. */
    String name(String member) {
        return "raftkms-" + label.run() + "-" + member;
    }

    /** Files on a volume belong to the image's user, whoever runs the tests; its HTTP side is opened for them. */
    void fill(String name, Path home) throws IOException {
        Path file = home.resolve("raftkms.toml");
        String text = Files.readString(file);
        String loopback = "127.0.0.1:" + HTTP;
        if (text.contains(loopback)) {
            text = text.replace(loopback, "0.0.0.0:" + HTTP);
        } else {
            text += "\n[http]\nlisten = \"0.0.0.0:" + HTTP + "\"\n";
        }
        // Members that share a machine have better things to do for their first 20 s.
        Files.writeString(file, text.replace("[cluster]\n", "[cluster]\nwarm_up = false\n"));
        DockerClientFactory.instance()
                .client()
                .createVolumeCmd()
                .withName(name(name))
                .withLabels(label.asMap())
                .exec();
        try (GenericContainer<?> copy = container()
                .withCreateContainerCmdModifier(command -> {
                    command.withUser("0:0")
                            .withEntrypoint("sh", "-c", "cp -a /from/. " + HOME + " && chown -R 26670:26670 " + HOME);
                    command.getHostConfig()
                            .withBinds(
                                    new Bind(home.toString(), new Volume("/from")),
                                    new Bind(name(name), new Volume(HOME)));
                })
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(LIMIT))) {
            copy.start();
        }
    }

    /** A container of the image with the run's label; an image that is missing fails at once. */
    GenericContainer<?> container() {
        return new GenericContainer<>(IMAGE).withImagePullPolicy(image -> false).withLabels(label.asMap());
    }
}
