package io.raftkms.chaos.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The three ports of a member, all on this machine. */
public record MemberPorts(int raft, int peer, int http) {
    public static MemberPorts take() {
        List<Integer> free = FreePorts.take(3);
        return new MemberPorts(free.get(0), free.get(1), free.get(2));
    }

    /** Of so many members. */
    public static List<MemberPorts> take(int members) {
        return Stream.generate(MemberPorts::take).limit(members).toList();
    }

    /** As {@code cluster init --member}, {@code cluster add} and others take it. */
    public String argument(String name) {
        return name + "=" + address();
    }

    /** Host and ports, without a name. */
    public String address() {
        return "127.0.0.1:" + raft + "," + peer + ",http=" + http;
    }

    /** In the order of the defaults: Raft, peer, HTTP. */
    public List<Integer> all() {
        return List.of(raft, peer, http);
    }

    /** Puts them into the configuration of a cluster of one as {@code init} wrote it, and turns its warm-up off. */
    public void putInto(Path configuration) throws IOException {
        replace(configuration, "26670", String.valueOf(raft));
        replace(configuration, "26671", String.valueOf(peer));
        replace(configuration, "26680", String.valueOf(http));
        withoutWarmUp(configuration);
    }

    /** All members share this machine, and each time one began to lead its warm-up took both processors for 8 s. */
    static void withoutWarmUp(Path configuration) throws IOException {
        replace(configuration, "[cluster]\n", "[cluster]\nwarm_up = false\n");
    }

    private static void replace(Path configuration, String what, String with) throws IOException {
        String text = Files.readString(configuration);
        if (!text.contains(what)) {
            throw new IllegalStateException("no " + what.strip() + " in " + configuration);
        }
        Files.writeString(configuration, text.replace(what, with));
    }
}
