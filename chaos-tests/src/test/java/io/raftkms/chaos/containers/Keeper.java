package io.raftkms.chaos.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Keeps the members' homes, each on a small volume in memory, for as long as the cluster is there: such a volume is gone
 * when nobody has it mounted, as a disk is not. It also does to homes what their members could not.
 */
final class Keeper {
    /** In the keeper, a directory for each home, below it. */
    static final String HOMES = "/homes";

    private static final String OWNER = "26670";
    private static final String SIZE = "64m";

    private final DockerClient docker = DockerClientFactory.instance().client();
    private final ContainerLabel label;
    private final GenericContainer<?> container;

    /**
     * Starts it.
     *
     * @param members who has a home
     * @param from homes as {@code cluster init} made them
     */
    Keeper(ContainerLabel label, List<String> members, Path from) throws IOException, InterruptedException {
        this.label = label;
        List<Bind> binds = new ArrayList<>(List.of(new Bind(from.toString(), new Volume("/from"))));
        for (String member : members) {
            docker.createVolumeCmd()
                    .withName(volume(member))
                    .withLabels(label.asMap())
                    .withDriver("local")
                    .withDriverOpts(Map.of("type", "tmpfs", "device", "tmpfs", "o", "size=" + SIZE + ",mode=0700"))
                    .exec();
            binds.add(new Bind(volume(member), new Volume(HOMES + "/" + member)));
        }
        container = new GenericContainer<>(DockerImageName.parse(Tools.IMAGE))
                .withImagePullPolicy(image -> false)
                .withLabels(label.asMap())
                .withCommand("sleep", "infinity")
                .withCreateContainerCmdModifier(command -> command.getHostConfig()
                        .withBinds(binds)
                        .withNetworkMode("none")
                        // For a remount; it is no member.
                        .withCapAdd(Capability.SYS_ADMIN)
                        .withSecurityOpts(List.of("apparmor=unconfined")));
        container.start();
        // Files on a volume belong to the image's user, whoever runs the tests.
        run("cd /from; for home in " + String.join(" ", ContainerCluster.MEMBERS) + "; do cp -a $home/. " + HOMES
                + "/$home; done; chown -R " + OWNER + ":" + OWNER + " " + HOMES + "/*");
    }

    /** The volume of a member. */
    String volume(String member) {
        return "raftkms-" + label.run() + "-" + member;
    }

    /** Puts what is in a member's data directory now into an archive on this machine. */
    void copyData(String member, Path to) throws IOException, InterruptedException {
        run("tar -C " + HOMES + "/" + member + " -cf /tmp/data.tar data");
        container.copyFileFromContainer("/tmp/data.tar", to.toString());
    }

    /** Runs a script as root; {@link #HOMES} is where the homes are. */
    String run(String script) throws IOException, InterruptedException {
        ExecResult result = container.execInContainer("sh", "-ec", script);
        if (result.getExitCode() != 0) {
            throw new IOException("exit code " + result.getExitCode() + " of: " + script + "\n" + result.getStdout()
                    + result.getStderr());
        }
        return result.getStdout();
    }
}
