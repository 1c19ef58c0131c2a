package io.raftkms.chaos.containers;

import java.util.List;
import java.util.stream.Collectors;

/** What befalls a member's packets in the kernel: lost silently, answered by resets, or without an interface to go to. */
final class Packets {
    private static final String LOST = "DROP";
    private static final String REFUSED = "REJECT --reject-with tcp-reset";
    private static final String SOMETIMES = "-m statistic --mode random --probability 0.2";

    private final ContainerCluster cluster;
    private final Tools tools;

    Packets(ContainerCluster cluster) {
        this.cluster = cluster;
        tools = new Tools(cluster.label());
    }

    List<Word> words() {
        return List.of(
                rules("drop", member -> List.of(from(member, "", LOST), to(member, "", LOST))),
                rules("drop_in", member -> List.of(from(member, "", LOST))),
                rules("drop_out", member -> List.of(to(member, "", LOST))),
                rules("refuse", member -> List.of(from(member, "-p tcp", REFUSED), to(member, "-p tcp", REFUSED))),
                rules("lossy", member -> List.of(from(member, SOMETIMES, LOST), to(member, SOMETIMES, LOST))),
                rules("gone", member -> List.of("INPUT -i eth0 -j DROP", "OUTPUT -o eth0 -j DROP")),
                rules("mislay", member -> List.of(nodes("INPUT", "-s"), nodes("OUTPUT", "-d"))),
                Word.each("unplug", member -> cluster.bridge().unplug(cluster.id(member)), this::plug));
    }

    private interface Rules {
        List<String> of(String member);
    }

    private Word rules(String word, Rules rules) {
        return Word.each(
                word,
                member -> change(member, "-I", rules.of(member)),
                member -> change(member, "-D", rules.of(member)));
    }

    /** Without the others' packets: those of the node and of whoever asks for its status are not theirs. */
    private String from(String member, String which, String fate) {
        return "INPUT -s " + others(member) + " " + which + " -j " + fate;
    }

    private String to(String member, String which, String fate) {
        return "OUTPUT -d " + others(member) + " " + which + " -j " + fate;
    }

    /** Packets of the links to validator nodes. */
    private String nodes(String chain, String side) {
        String port = side.equals("-s") ? "--sport" : "--dport";
        return chain + " -p tcp " + side + " " + cluster.bridge().gateway() + " " + port + " " + Homes.FIRST_NODE + ":"
                + (Homes.FIRST_NODE + cluster.layout().chains()) + " -j DROP";
    }

    private String others(String member) {
        return cluster.names().stream()
                .filter(other -> !other.equals(member))
                .map(cluster.bridge()::address)
                .collect(Collectors.joining(","));
    }

    /** Rules of a member that was started again meanwhile are gone with the network that it had. */
    private void change(String member, String what, List<String> rules) {
        boolean removed = what.equals("-D");
        if (removed && !cluster.isAlive(member)) {
            return;
        }
        tools.inNetworkOf(
                cluster.id(member),
                rules.stream()
                        .map(rule -> "iptables -w " + what + " " + rule + (removed ? " 2>/dev/null || true" : ""))
                        .collect(Collectors.joining("\n")));
    }

    private void plug(String member) {
        cluster.bridge().plug(member, cluster.id(member));
    }
}
