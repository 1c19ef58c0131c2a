package io.raftkms.consensus.raft;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for members that must know each other's before they open them. Below the range from which systems take ports of
 * outgoing connections, which come and go at any time; each test process has a part of its own and gives no port twice,
 * so a member that is down finds its port free again.
 */
final class FreePorts {
    private static final int FROM = 15_000;
    private static final int PARTS = 3;
    private static final int PART = 5_600;
    private static final int FORK = Integer.getInteger("raftkms.test.fork", 1);
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PART));

    private FreePorts() {}

    static List<Integer> take(int count) {
        List<Integer> ports = new ArrayList<>();
        while (ports.size() < count) {
            int port = FROM + (FORK % PARTS) * PART + NEXT.getAndIncrement() % PART;
            if (isFree(port)) {
                ports.add(port);
            }
        }
        return ports;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
