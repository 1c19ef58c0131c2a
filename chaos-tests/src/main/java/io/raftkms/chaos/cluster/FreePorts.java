package io.raftkms.chaos.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Loopback ports that nobody listens on, below the range from which systems take ports of outgoing connections: those come
 * and go at any time. Each test process has a part of its own and gives no port twice, so a member that is down, or a
 * validator node that does not listen yet, finds its port free.
 */
public final class FreePorts {
    private static final int FROM = 15_000;
    private static final int PARTS = 3;
    private static final int PART = 5_600;
    private static final int FORK = Integer.getInteger("raftkms.test.fork", 1);
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PART));

    private FreePorts() {}

    public static List<Integer> take(int count) {
        List<Integer> ports = new ArrayList<>();
        while (ports.size() < count) {
            int port = FROM + (FORK % PARTS) * PART + NEXT.getAndIncrement() % PART;
            if (isFree(port)) {
                ports.add(port);
            }
        }
        return ports;
    }

    public static int take() {
        return take(1).get(0);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
