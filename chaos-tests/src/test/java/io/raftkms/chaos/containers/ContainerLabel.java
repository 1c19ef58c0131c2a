package io.raftkms.chaos.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/** The label on everything that one run makes, and the removal of all that has it: no helper container does that here. */
record ContainerLabel(String run) {
    private static final String NAME = "io.raftkms.chaos.run";
    /** Of the script that started the tests, for what they cannot remove when they are cut short. */
    private static final String SCRIPT = "io.raftkms.chaos.script";

    Map<String, String> asMap() {
        return Map.of(
                NAME,
                run,
                SCRIPT,
                Optional.ofNullable(System.getenv("RAFTKMS_CHAOS_RUN")).orElse("none"));
    }

    /** Removes containers first, which hold volumes and networks. */
    void removeAll() {
        DockerClient docker = DockerClientFactory.instance().client();
        List<String> label = List.of(NAME + "=" + run);
        for (Container container : docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(label)
                .exec()) {
            docker.removeContainerCmd(container.getId()).withForce(true).exec();
        }
        docker.listNetworksCmd()
                .withFilter("label", label)
                .exec()
                .forEach(network -> docker.removeNetworkCmd(network.getId()).exec());
        Optional.ofNullable(docker.listVolumesCmd()
                        .withFilter("label", label)
                        .exec()
                        .getVolumes())
                .orElse(List.of())
                .forEach(volume -> docker.removeVolumeCmd(volume.getName()).exec());
    }
}
