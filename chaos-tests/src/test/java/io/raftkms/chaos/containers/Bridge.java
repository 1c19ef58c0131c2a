package io.raftkms.chaos.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Network.Ipam;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.testcontainers.DockerClientFactory;

/**
 * A bridge network with an address for each member, the same after every start. The machine of the tests is its gateway:
 * validator nodes and proxies listen there.
 */
final class Bridge {
    private static final int ATTEMPTS = 30;
    private static final int SUBNETS = 250;
    private static final Map<String, Integer> PLACES = Map.of("a", 11, "b", 12, "c", 13, Disks.CLONE, 19);

    private final DockerClient docker = DockerClientFactory.instance().client();
    private final String name;
    private final String prefix;

    private Bridge(String name, String prefix) {
        this.name = name;
        this.prefix = prefix;
    }

    /** Some subnet that nobody has. */
    static Bridge make(ContainerLabel label, Random random) {
        DockerException taken = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            String prefix = "10.233." + random.nextInt(SUBNETS) + ".";
            Bridge bridge = new Bridge("raftkms-" + label.run(), prefix);
            try {
                bridge.docker
                        .createNetworkCmd()
                        .withName(bridge.name)
                        .withLabels(label.asMap())
                        .withIpam(new Ipam().withConfig(new Ipam.Config().withSubnet(prefix + "0/24")))
                        .exec();
                return bridge;
            } catch (DockerException overlaps) {
                taken = overlaps;
            }
        }
        throw new IllegalStateException("no free subnet of 10.233.0.0/16", taken);
    }

    String name() {
        return name;
    }

    /** The machine of the tests, as containers see it. */
    String gateway() {
        return prefix + "1";
    }

    String address(String member) {
        return prefix + PLACES.get(member);
    }

    /** Which member has an address. */
    Optional<String> memberAt(String address) {
        return PLACES.keySet().stream()
                .filter(member -> address(member).equals(address))
                .findFirst();
    }

    /** Takes a running container's only interface away. */
    void unplug(String container) {
        docker.disconnectFromNetworkCmd()
                .withNetworkId(name)
                .withContainerId(container)
                .exec();
    }

    /** Gives it back, with the same address and name. Harmless to a container that has it. */
    void plug(String member, String container) {
        boolean plugged = docker.inspectContainerCmd(container)
                .exec()
                .getNetworkSettings()
                .getNetworks()
                .containsKey(name);
        if (!plugged) {
            docker.connectToNetworkCmd()
                    .withNetworkId(name)
                    .withContainerId(container)
                    .withContainerNetwork(new ContainerNetwork()
                            .withAliases(List.of(member))
                            .withIpamConfig(new ContainerNetwork.Ipam().withIpv4Address(address(member))))
                    .exec();
        }
    }
}
