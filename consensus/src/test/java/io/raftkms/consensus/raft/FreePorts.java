package io.raftkms.consensus.raft;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for members that must know each other's before they open them. */
final class FreePorts {
    /** Below the range from which systems take ports of outgoing connections: those come and go at any time. */
    private static final int FROM = 15_000;

    private static final int UNTIL = 32_000;

    private FreePorts() {}

    static int next() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FROM, UNTIL);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException e) {
                continue; // Taken: the next one.
            }
        }
    }
}
