package io.raftkms.chaos.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a member of this machine is reached.
 *
 * @param bound address that its Raft and peer ports are bound to; others dial 127.0.0.1
 */
public record Place(String name, String bound, int raftPort, int peerPort, int httpPort) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int PORTS = 3;

    /** Members a, b and c, all of them at 127.0.0.1. */
    public static List<Place> onLoopback() throws IOException {
        return places(false);
    }

    /** Members a, b and c, each bound to an address of its own: who dials 127.0.0.1 needs somebody there to pass it on. */
    public static List<Place> apart() throws IOException {
        return places(true);
    }

    private static List<Place> places(boolean apart) throws IOException {
        List<String> names = List.of("a", "b", "c");
        List<Integer> ports = FreePorts.take(PORTS * names.size());
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            places.add(new Place(
                    names.get(i),
                    apart ? "127.0.1." + (i + 1) : LOOPBACK,
                    ports.get(PORTS * i),
                    ports.get(PORTS * i + 1),
                    ports.get(PORTS * i + 2)));
        }
        return places;
    }

    /** The argument of {@code cluster init}. */
    String argument() {
        String own = bound.equals(LOOPBACK) ? "" : ",listen=" + bound;
        return name + "=" + LOOPBACK + ":" + raftPort + "," + peerPort + own + ",http=" + httpPort;
    }
}
