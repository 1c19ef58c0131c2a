package io.raftkms.chaos.cluster;

import java.util.List;

/**
 * Where a member of this machine is reached.
 *
 * @param bound address that its Raft and peer ports are bound to; others dial 127.0.0.1
 */
public record Place(String name, String bound, MemberPorts ports) {
    private static final String LOOPBACK = "127.0.0.1";

    /** Members a, b and c, all of them at 127.0.0.1. */
    public static List<Place> onLoopback() {
        return List.of(at("a", LOOPBACK), at("b", LOOPBACK), at("c", LOOPBACK));
    }

    /** Members a, b and c, each bound to an address of its own: who dials 127.0.0.1 needs somebody there to pass it on. */
    public static List<Place> apart() {
        return List.of(at("a", "127.0.1.1"), at("b", "127.0.1.2"), at("c", "127.0.1.3"));
    }

    private static Place at(String name, String bound) {
        return new Place(name, bound, MemberPorts.take());
    }

    /** The argument of {@code cluster init}. */
    String argument() {
        String own = bound.equals(LOOPBACK) ? "" : ",listen=" + bound;
        return name + "=" + LOOPBACK + ":" + ports.raft() + "," + ports.peer() + own + ",http=" + ports.http();
    }
}
