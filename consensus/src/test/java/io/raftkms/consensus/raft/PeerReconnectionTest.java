package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.raftkms.consensus.raft.peer.PeerClients;
import io.raftkms.consensus.raft.tls.MemberTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerReconnectionTest {
    private static final MemberId SELF = new MemberId("a", "0000000000000001");
    private static final MemberId OTHER = new MemberId("b", "0000000000000002");
    /** With gRPC's own pauses the tenth attempt comes after a minute: 1 s, then 1.6 times the one before. */
    private static final int ATTEMPTS = 10;

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger attempts = new AtomicInteger();
    private ServerSocket other;

    @BeforeEach
    void endEveryConnectionAtOnce() throws IOException {
        other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread accepting = new Thread(() -> {
            try {
                while (true) {
                    Socket accepted = other.accept();
                    attempts.incrementAndGet();
                    accepted.close();
                }
            } catch (IOException closed) {
                Thread.currentThread().interrupt();
            }
        });
        accepting.setDaemon(true);
        accepting.start();
    }

    @AfterEach
    void close() throws IOException {
        timer.shutdownNow();
        other.close();
    }

    @Test
    void connectsAgainAtASteadyPaceHoweverOftenItFailed() throws Exception {
        MemberSettings settings = settings();
        MemberTls tls = MemberTls.load(settings, "127.0.0.1", Clock.systemUTC(), (fault, detail) -> {});

        try (PeerClients clients = new PeerClients(settings, tls, Runnable::run, timer)) {
            await().atMost(SOON).until(() -> attempts.get() >= ATTEMPTS);

            assertThat(clients.sign(OTHER, new byte[1], SOON)).failsWithin(SOON);
        }
    }

    private MemberSettings settings() {
        return new MemberSettings(
                TestCluster.CLUSTER_ID,
                SELF,
                "127.0.0.1",
                List.of(
                        new MemberSettings.Member(SELF, "127.0.0.1", 1, 2),
                        new MemberSettings.Member(OTHER, "127.0.0.1", 3, other.getLocalPort())),
                directory.resolve("a"),
                new TestAuthority("test CA").issue(directory.resolve("tls"), SELF, TestCluster.CLUSTER_ID),
                MemberSettings.Timeouts.LAN,
                true);
    }
}
