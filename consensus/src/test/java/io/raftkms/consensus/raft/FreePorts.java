package io.raftkms.consensus.raft;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for members that must know each other's before they open them. */
final class FreePorts {
    /** Below the range from which systems take ports of outgoing connections: those come and go at any time. */
    private static final int FROM = 15_000;

    private static final int UNTIL = 32_000;

    private FreePorts() {}

    /** Different ones: all are held until the last is found. */
    static List<Integer> take(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            while (held.size() < count) {
                ServerSocket socket = new ServerSocket();
                held.add(socket);
                if (!bind(socket, ThreadLocalRandom.current().nextInt(FROM, UNTIL))) {
                    held.remove(socket);
                    socket.close();
                }
            }
            List<Integer> ports = held.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : held) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean bind(ServerSocket socket, int port) {
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
