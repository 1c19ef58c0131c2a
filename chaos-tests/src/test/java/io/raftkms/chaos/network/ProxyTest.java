package io.raftkms.chaos.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ProxyTest {
    private static final int WAIT_MILLIS = 200;

    private final Route there = new Route();
    private final Route back = new Route();
    private ServerSocket member;
    private Proxy proxy;
    private Socket dialler;
    private Socket accepted;

    @BeforeEach
    void connect() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        member = new ServerSocket(0, 5, loopback);
        proxy = new Proxy(
                new InetSocketAddress(loopback, 0),
                new InetSocketAddress(loopback, member.getLocalPort()),
                socket -> new Proxy.Ways(there, back),
                new Random(1));
        dialler = new Socket(loopback, proxy.port());
        accepted = member.accept();
    }

    @AfterEach
    void end() throws IOException {
        dialler.close();
        accepted.close();
        proxy.close();
        member.close();
    }

    private static void send(Socket from, String text) throws IOException {
        from.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String receive(Socket to, int length) throws IOException {
        return new String(to.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusesWhoeverDialsWhileItIsAway(boolean byReset) throws IOException {
        send(dialler, "there");
        assertThat(receive(accepted, 5)).isEqualTo("there");

        proxy.leave(byReset);
        if (byReset) {
            assertThatThrownBy(() -> dialler.getInputStream().read()).isInstanceOf(IOException.class);
        } else {
            assertThat(dialler.getInputStream().read()).isEqualTo(-1);
        }
        InetAddress loopback = InetAddress.getLoopbackAddress();
        assertThatThrownBy(() -> new Socket(loopback, proxy.port())).isInstanceOf(ConnectException.class);

        proxy.comeBack();
        try (Socket again = new Socket(loopback, proxy.port());
                Socket there = member.accept()) {
            send(again, "there");
            assertThat(receive(there, 5)).isEqualTo("there");
        }
    }

    @Test
    void passesBothWaysAndTheEndToo() throws IOException {
        send(dialler, "there");
        assertThat(receive(accepted, 5)).isEqualTo("there");
        send(accepted, "back");
        assertThat(receive(dialler, 4)).isEqualTo("back");

        dialler.shutdownOutput();
        assertThat(accepted.getInputStream().read()).isEqualTo(-1);
        send(accepted, "still");
        assertThat(receive(dialler, 5)).isEqualTo("still");
    }

    @Test
    void holdsBackOneWayUntilTheSilenceIsOverAndLosesNothing() throws IOException {
        there.befall(Conditions.SILENT);
        send(dialler, "late");
        accepted.setSoTimeout(WAIT_MILLIS);
        assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        send(accepted, "on time");
        assertThat(receive(dialler, 7)).isEqualTo("on time");

        there.heal(Conditions.SILENT);

        accepted.setSoTimeout(0);
        assertThat(receive(accepted, 4)).isEqualTo("late");
    }

    @Test
    void delaysWithoutChangingTheOrder() throws IOException {
        Duration delay = Duration.ofMillis(60);
        there.usually(Conditions.slow(delay, delay));
        long begin = System.nanoTime();
        for (int i = 0; i < 9; i++) {
            send(dialler, String.valueOf(i));
        }

        assertThat(receive(accepted, 9)).isEqualTo("012345678");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(delay);
    }

    @Test
    void letsNoMoreThroughThanANarrowLineCarries() throws IOException {
        there.usually(Conditions.narrow(100_000));
        long begin = System.nanoTime();
        send(dialler, "x".repeat(20_000));

        assertThat(receive(accepted, 20_000)).hasSize(20_000);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void endsBothSidesByResetWhenTold() {
        proxy.resetAll();

        assertThatThrownBy(() -> dialler.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void addsUpWhatBefallsARoute() {
        there.usually(Conditions.slow(Duration.ofMillis(10), Duration.ofMillis(2)));
        there.befall(Conditions.narrow(500));
        there.befall(Conditions.narrow(300));
        there.befall(Conditions.slow(Duration.ofMillis(30), Duration.ZERO));

        assertThat(there.now()).isEqualTo(new Conditions(Duration.ofMillis(40), Duration.ofMillis(2), 300, false));

        there.heal(Conditions.narrow(300));
        assertThat(there.now().bytesPerSecond()).isEqualTo(500);
    }
}
