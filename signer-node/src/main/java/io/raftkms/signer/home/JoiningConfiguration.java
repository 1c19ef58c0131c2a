package io.raftkms.signer.home;

import io.raftkms.consensus.raft.MemberSettings;
import io.raftkms.signer.config.ClusterSettings;
import io.raftkms.signer.config.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The raftkms.toml of a member that joins: {@code [cluster]} anew, with all members and the new one; what concerns a
 * single host ({@code [http]}, {@code [tls]}, {@code [admin]}) left to its defaults; chains, validator nodes, keys and
 * the rest as they stand in the other member's file, comments included.
 */
final class JoiningConfiguration {
    private static final Pattern HEADER = Pattern.compile("\\s*\\[\\[?\\s*\"?([A-Za-z0-9_-]+).*");
    private static final Set<String> OF_ONE_HOST = Set.of("cluster", "http", "tls", "admin");
    /** What a copy without keys and links has no use for. */
    private static final Set<String> OF_SIGNING = Set.of("chain", "validator", "providers");

    private JoiningConfiguration() {}

    static String of(Configuration like, String template, MemberPlan joiner, boolean listener) {
        ClusterSettings cluster = like.cluster().orElseThrow();
        List<MemberSettings.Member> members = new ArrayList<>(cluster.members());
        members.add(
                new MemberSettings.Member(joiner.id(), joiner.host(), joiner.raftPort(), joiner.peerPort(), listener));
        StringBuilder toml = new StringBuilder();
        toml.append("# raftkms, member ").append(joiner.id().name()).append(", made to join a running cluster.\n\n");
        toml.append("[cluster]\n");
        line(toml, "id", cluster.id());
        line(toml, "self", joiner.id().name());
        joiner.bind().ifPresent(bind -> line(toml, "bind", bind));
        toml.append("timeout_min_ms = ")
                .append(cluster.timeouts().min().toMillis())
                .append('\n');
        toml.append("timeout_max_ms = ")
                .append(cluster.timeouts().max().toMillis())
                .append('\n');
        line(toml, "links", cluster.links().toString().toLowerCase(Locale.ROOT));
        if (members.stream().filter(member -> !member.listener()).count() % 2 == 0) {
            toml.append("# While the cluster has an even number of voters.\nallow_even = true\n");
        }
        members.forEach(member -> appendMember(toml, member));
        toml.append("\n[http]\n");
        line(toml, "listen", "127.0.0.1:" + joiner.httpPort());
        toml.append('\n').append(kept(template, listener));
        return toml.toString();
    }

    /** As it has to stand in every other member's raftkms.toml, too. */
    static void appendMember(StringBuilder toml, MemberSettings.Member member) {
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
