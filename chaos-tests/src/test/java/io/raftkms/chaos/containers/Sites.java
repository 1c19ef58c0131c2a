package io.raftkms.chaos.containers;

import io.raftkms.chaos.network.Network;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The network of a cluster: proxies on its gateway that stand between members and nodes at several sites, or nothing. */
final class Sites {
    /** Where nodes are bound that are dialled at the gateway. */
    static final String NODES = "127.0.2.1";

    private Sites() {}

    static Network of(ContainerCluster cluster, Random random) throws IOException {
        if (!cluster.layout().proxied()) {
            return new Network(Map::of, random);
        }
        Bridge bridge = cluster.bridge();
        Network network = Network.among(
                accepted -> bridge.memberAt(accepted.getInetAddress().getHostAddress()), random);
        List<String> members = cluster.names();
        for (String member : members) {
            int raft = cluster.homes().raftPort(member);
            for (int port : List.of(raft, raft + 1)) {
                network.stand(
                        member,
                        new InetSocketAddress(bridge.gateway(), port),
                        new InetSocketAddress(bridge.address(member), port));
            }
            members.stream()
                    .filter(other -> !other.equals(member))
                    .forEach(other -> network.route(member, other)
                            .usually(cluster.layout().way(member, other)));
        }
        node(cluster, network, Nodes.HONEST, 0);
        node(cluster, network, Nodes.HOSTILE, cluster.layout().chains());
        return network;
    }

    private static void node(ContainerCluster cluster, Network network, String name, int number) throws IOException {
        int port = cluster.homes().nodePort(number);
        network.stand(
                name, new InetSocketAddress(cluster.bridge().gateway(), port), new InetSocketAddress(NODES, port));
        for (String member : cluster.names()) {
            network.route(member, name).usually(cluster.layout().way(member, ""));
            network.route(name, member).usually(cluster.layout().way("", member));
        }
    }
}
