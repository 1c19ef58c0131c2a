package io.raftkms.signer.home;

import java.util.List;

/** The raftkms.toml that a new home starts with. All paths in it are relative, so that the home can be copied. */
final class FirstConfiguration {
    private FirstConfiguration() {}

    /** For one member of a planned cluster. */
    static String of(ClusterPlan cluster, MemberPlan self) {
        StringBuilder toml = new StringBuilder();
        appendCluster(toml, cluster.clusterId(), cluster.members(), self, cluster.allowEven());
        toml.append("[[chain]]\n");
        append(toml, "id", cluster.chainId());
        toml.append("key_format = { type = \"hex\" }\n");
        if (cluster.validators().size() > 1) {
            toml.append("# The validator nodes below are one validator, with one key.\nshared_key = true\n");
        }
        for (String address : cluster.validators()) {
            appendValidator(toml, cluster.chainId(), address);
        }
        appendKey(toml, cluster.chainId());
        return toml.toString();
    }

    /** For a cluster of one on some networks; the validator's address has to be filled in. */
    static String of(String clusterId, MemberPlan self, List<Network> networks) {
        StringBuilder toml = new StringBuilder();
        appendCluster(toml, clusterId, List.of(self), self, false);
        for (int i = 0; i < networks.size(); i++) {
            Network network = networks.get(i);
            toml.append(i == 0 ? "" : "\n").append("[[chain]]\n");
            append(toml, "id", network.chainId());
            toml.append("key_format = ").append(network.keyFormat()).append('\n');
            toml.append("\n# addr: priv_validator_laddr of the validator node, as reached from this machine.");
            appendValidator(toml, network.chainId(), "tcp://127.0.0.1:" + (26658 + 100 * i));
            appendKey(toml, network.chainId());
        }
        return toml.toString();
    }

    private static void appendCluster(
            StringBuilder toml, String clusterId, List<MemberPlan> members, MemberPlan self, boolean allowEven) {
        toml.append("# raftkms, member ")
                .append(self.id().name())
                .append(
                        ". docs/configuration.md explains every key; \"raftkms config check FILE\" finds mistakes.\n\n");
        toml.append("[cluster]\n");
        append(toml, "id", clusterId);
        append(toml, "self", self.id().name());
        self.bind().ifPresent(bind -> append(toml, "bind", bind));
        toml.append("# Distance between the members: lan, region or continent.\nprofile = \"lan\"\n");
        if (allowEven) {
            toml.append("allow_even = true\n");
        }
        for (MemberPlan member : members) {
            toml.append("\n[[cluster.member]]\n");
            append(toml, "name", member.id().name());
            append(toml, "nonce", member.id().nonce());
            append(toml, "host", member.host());
            toml.append("raft_port = ").append(member.raftPort()).append('\n');
            toml.append("peer_port = ").append(member.peerPort()).append('\n');
        }
        toml.append("\n[http]\n");
        append(toml, "listen", "127.0.0.1:" + self.httpPort());
        toml.append('\n');
    }

    private static void appendValidator(StringBuilder toml, String chainId, String address) {
        toml.append("\n[[validator]]\n");
        append(toml, "chain_id", chainId);
        append(toml, "addr", address);
        append(toml, "secret_key", HomeLayout.CONNECTION_KEY);
    }

    private static void appendKey(StringBuilder toml, String chainId) {
        toml.append("\n[[providers.softsign]]\n");
        toml.append("chain_ids = [\"").append(chainId).append("\"]\n");
        append(toml, "key_type", "consensus");
        append(toml, "key_format", "base64");
        append(toml, "path", ClusterPlan.consensusKeyPath(chainId));
    }

    /** Values come from checked options: names, ids, addresses; quotes and backslashes are not among their characters. */
    private static void append(StringBuilder toml, String key, String value) {
        toml.append(key)
                .append(" = \"")
                .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                .append("\"\n");
    }
}
