package io.raftkms.chaos.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.chaos.cluster.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NetworkTest {
    private static final int WAIT_MILLIS = 200;

    @Test
    void letsThroughByTheRouteOfWhoeverHasTheAddress() throws IOException {
        InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.take());
        try (ServerSocket member = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Network network = Network.among(
                        accepted -> Optional.of(accepted.getInetAddress().getHostAddress()), new Random(1))) {
            network.stand("b", listen, new InetSocketAddress(InetAddress.getLoopbackAddress(), member.getLocalPort()));
            try (Socket free = dial("127.0.0.3", listen);
                    Socket accepted = member.accept()) {
                free.getOutputStream().write(1);
                assertThat(accepted.getInputStream().read()).isEqualTo(1);
            }

            network.route("127.0.0.2", "b").befall(Conditions.SILENT);
            member.setSoTimeout(WAIT_MILLIS);
            try (Socket cutOff = dial("127.0.0.2", listen)) {
                cutOff.getOutputStream().write(1);
                assertThatThrownBy(member::accept).isInstanceOf(SocketTimeoutException.class);
            }
        }
    }

    private static Socket dial(String from, InetSocketAddress to) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(to);
        return socket;
    }
}
