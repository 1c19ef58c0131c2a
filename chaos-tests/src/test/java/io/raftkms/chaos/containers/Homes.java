package io.raftkms.chaos.containers;

import io.raftkms.chaos.cluster.ConsensusKey;
import io.raftkms.chaos.cluster.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Homes of members as {@code cluster init} makes them, and where members and validator nodes are dialled. */
final class Homes {
    static final int HTTP = 26680;
    /** Port of the first validator node. */
    static final int FIRST_NODE = 26658;

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int FIRST_MEMBER = 27_000;

    private final Layout layout;
    private final Bridge bridge;
    private final List<String> members;

    Homes(Layout layout, Bridge bridge, List<String> members) {
        this.layout = layout;
        this.bridge = bridge;
        this.members = members;
    }

    /** Raft port of a member; its peer port is the one after it. */
    int raftPort(String member) {
        return layout.proxied() ? FIRST_MEMBER + 2 * members.indexOf(member) : 26670;
    }

    /** Port of the node of a chain; number {@code chains} is the second node of the first chain. */
    int nodePort(int number) {
        return FIRST_NODE + number;
    }

    private String node(int number) {
        return "tcp://" + bridge.gateway() + ":" + nodePort(number);
    }

    /** Makes them below a directory. */
    Path make(Path directory, ConsensusKey key) throws IOException, InterruptedException {
        Path homes = directory.resolve("homes");
        List<String> line = new ArrayList<>(List.of("cluster", "init", "--chain-id", layout.chain(0)));
        for (String member : members) {
            String host = layout.proxied()
                    ? bridge.gateway() + ":" + raftPort(member) + "," + (raftPort(member) + 1)
                    : member;
            line.addAll(List.of("--member", member + "=" + host + ",listen=0.0.0.0"));
        }
        line.addAll(List.of("--validator", node(0), "--validator", node(layout.chains())));
        line.addAll(List.of("--key", key.file().toString(), "--out", homes.toString()));
        Program.find().mustRun(LIMIT, line.toArray(String[]::new));
        for (String member : members) {
            Path file = homes.resolve(member).resolve("raftkms.toml");
            Files.writeString(file, fitted(Files.readString(file)));
        }
        return homes;
    }

    private String fitted(String text) {
        String all = IntStream.range(0, layout.chains())
                .mapToObj(number -> "\"" + layout.chain(number) + "\"")
                .collect(Collectors.joining(", ", "chain_ids = [", "]"));
        StringBuilder fitted = new StringBuilder(text
                // Members with one address in front of them were given ports of their own.
                .replaceFirst("listen = \"127\\.0\\.0\\.1:\\d+\"", "listen = \"0.0.0.0:" + HTTP + "\"")
                .replace("profile = \"lan\"", "profile = \"" + layout.profile() + "\"")
                // Members that share a machine have better things to do for their first 20 s.
                .replace("[cluster]\n", "[cluster]\nwarm_up = false\n")
                .replace("chain_ids = [\"" + layout.chain(0) + "\"]", all));
        // The volumes are small.
        fitted.append("\n[disk]\nwarn_free_mb = 8\nfloor_free_mb = 4\n");
        for (int number = 1; number < layout.chains(); number++) {
            fitted.append("\n[[chain]]\nid = \"")
                    .append(layout.chain(number))
                    .append("\"\nkey_format = { type = \"hex\" }\n\n[[validator]]\nchain_id = \"")
                    .append(layout.chain(number))
                    .append("\"\naddr = \"")
                    .append(node(number))
                    .append("\"\nsecret_key = \"secrets/kms-identity.key\"\n");
        }
        return fitted.toString();
    }
}
