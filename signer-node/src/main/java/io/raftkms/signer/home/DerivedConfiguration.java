package io.raftkms.signer.home;

import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.signer.config.Configuration;
import io.raftkms.signer.config.LinkMode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The raftkms.toml of a new member, made from the file of another one: {@code [cluster]} anew; what concerns a single
 * host ({@code [http]}, {@code [tls]}, {@code [admin]}) left to its defaults; chains, validator nodes, keys and the rest
 * as they stand in the other file, comments included.
 */
final class DerivedConfiguration {
    private static final Pattern HEADER = Pattern.compile("\\s*\\[\\[?\\s*\"?([A-Za-z0-9_-]+).*");
    private static final Set<String> OF_ONE_HOST = Set.of("cluster", "http", "tls", "admin");
    /** What a copy without keys and links has no use for. */
    private static final Set<String> OF_SIGNING = Set.of("chain", "validator", "providers");

    private DerivedConfiguration() {}

    /**
     * What the new {@code [cluster]} says.
     *
     * @param purpose of the member, as the file's first line ends
     * @param members all of them
     * @param anyNumber start whatever their number: who has a vote is decided elsewhere
     */
    record Cluster(
            String purpose,
            String id,
            List<MemberSettings.Member> members,
            MemberSettings.Timeouts timeouts,
            LinkMode links,
            boolean warmUp,
            boolean anyNumber) {
        Cluster {
            members = List.copyOf(members);
        }

        /** Timing, links and warm-up as another member has them. */
        static Cluster like(
                Configuration other,
                String purpose,
                String id,
                List<MemberSettings.Member> members,
                boolean anyNumber) {
            return new Cluster(purpose, id, members, other.timeouts(), other.links(), other.warmUp(), anyNumber);
        }
    }

    static String of(Cluster cluster, String template, MemberPlan self, boolean listener) {
        StringBuilder toml = new StringBuilder();
        toml.append("# raftkms, member ")
                .append(self.id().name())
                .append(", ")
                .append(cluster.purpose())
                .append(".\n\n[cluster]\n");
        line(toml, "id", cluster.id());
        line(toml, "self", self.id().name());
        self.bind().ifPresent(bind -> line(toml, "bind", bind));
        toml.append("timeout_min_ms = ")
                .append(cluster.timeouts().min().toMillis())
                .append('\n');
        toml.append("timeout_max_ms = ")
                .append(cluster.timeouts().max().toMillis())
                .append('\n');
        line(toml, "links", cluster.links().toString().toLowerCase(Locale.ROOT));
        if (!cluster.warmUp()) {
            toml.append("warm_up = false\n");
        }
        if (cluster.anyNumber()) {
            toml.append("# How many have a vote is decided by the group, not by this file.\nallow_even = true\n");
        }
        cluster.members().forEach(member -> appendMember(toml, member));
        toml.append("\n[http]\n");
        line(toml, "listen", "127.0.0.1:" + self.httpPort());
        toml.append('\n').append(kept(template, listener));
        return toml.toString();
    }

    private static void appendMember(StringBuilder toml, MemberSettings.Member member) {
        toml.append("\n[[cluster.member]]\n");
        line(toml, "name", member.id().name());
        line(toml, "nonce", member.id().nonce());
        line(toml, "host", member.host());
        toml.append("raft_port = ").append(member.raftPort()).append('\n');
        toml.append("peer_port = ").append(member.peerPort()).append('\n');
        if (member.listener()) {
            toml.append("listener = true\n");
        }
    }

    private static String kept(String template, boolean listener) {
        StringBuilder kept = new StringBuilder();
        boolean keeps = false;
        for (String line : template.lines().toList()) {
            Matcher header = HEADER.matcher(line);
            if (header.matches()) {
                String table = header.group(1);
                keeps = !OF_ONE_HOST.contains(table) && !(listener && OF_SIGNING.contains(table));
            }
            if (keeps) {
                kept.append(line).append('\n');
            }
        }
        return kept.toString();
    }

    private static void line(StringBuilder toml, String key, String value) {
        toml.append(key).append(" = \"").append(value).append("\"\n");
    }
}
