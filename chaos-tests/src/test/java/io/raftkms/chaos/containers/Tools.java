package io.raftkms.chaos.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import java.util.function.UnaryOperator;
import org.testcontainers.DockerClientFactory;

/**
 * Runs commands of the image with the fault tools, which the program's image has not, in the network or among the processes
 * of a member.
 */
final class Tools {
    static final String IMAGE = "raftkms-faults";

    private final DockerClient docker = DockerClientFactory.instance().client();
    private final ContainerLabel label;

    Tools(ContainerLabel label) {
        this.label = label;
    }

    /** In its network, with the right to change it. */
    void inNetworkOf(String container, String script) {
        run(script, host -> host.withNetworkMode("container:" + container).withCapAdd(Capability.NET_ADMIN), "0");
    }

    /** Among its processes, as their user. */
    void amongProcessesOf(String container, String script) {
        run(script, host -> host.withNetworkMode("none").withPidMode("container:" + container), "26670:26670");
    }

    private void run(String script, UnaryOperator<HostConfig> place, String user) {
        CreateContainerCmd create = docker.createContainerCmd(IMAGE)
                .withCmd("sh", "-ec", script)
                .withUser(user)
                .withLabels(label.asMap())
                .withHostConfig(place.apply(HostConfig.newHostConfig()));
        String id = create.exec().getId();
        try {
            docker.startContainerCmd(id).exec();
            int code = docker.waitContainerCmd(id).start().awaitStatusCode();
            if (code != 0) {
                throw new IllegalStateException("exit code " + code + " of: " + script);
            }
        } finally {
            docker.removeContainerCmd(id).withForce(true).exec();
        }
    }
}
