package io.raftkms.chaos.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class SocketOwnersTest {
    private final SocketOwners owners = new SocketOwners(Path.of("/proc"));

    @Test
    void findsTheProcessThatDials() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket dialler = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
            Map<String, Long> processes =
                    Map.of("a", 1L, "b", ProcessHandle.current().pid());

            assertThat(owners.dialledFrom(dialler.getLocalPort(), processes)).contains("b");
            assertThat(owners.dialledFrom(dialler.getLocalPort(), Map.of("a", 1L)))
                    .isEmpty();
        }
    }
}
