package io.raftkms.chaos.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Loopback ports that nobody listens on. Another process may take one before it is used; then its user fails loudly. */
public final class FreePorts {
    /** Below the range from which systems take ports of outgoing connections: those come and go at any time. */
    private static final int FROM = 15_000;

    private static final int UNTIL = 32_000;

    private FreePorts() {}

    public static List<Integer> take(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            while (sockets.size() < count) {
                ServerSocket socket = new ServerSocket();
                sockets.add(socket);
                if (!bind(socket, ThreadLocalRandom.current().nextInt(FROM, UNTIL))) {
                    sockets.remove(socket);
                    socket.close();
                }
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private static boolean bind(ServerSocket socket, int port) {
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    public static int take() throws IOException {
        return take(1).get(0);
    }
}
