package io.raftkms.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpPageTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @Test
    void leavesMetricsAndStatus() throws IOException, InterruptedException {
        HttpServer server = answering(200, "page ");
        try {
            new HttpPage(http, server.getAddress().getPort()).leave("a", directory);
        } finally {
            server.stop(0);
        }

        assertThat(directory.resolve("a.metrics.txt")).hasContent("page /metrics");
        assertThat(directory.resolve("a.status.json")).hasContent("page /api/status");
    }

    @Test
    void readsWhetherAMemberWouldSignAndWhetherItLeads() throws IOException, InterruptedException {
        HttpServer leading = answering(200, "# TYPE raftkms_leader gauge\nraftkms_leader 1\nraftkms_term 4\n# ");
        HttpServer waiting = answering(503, "# TYPE raftkms_leader gauge\nraftkms_leader 0\nraftkms_term 4\n# ");
        try {
            HttpPage leader = new HttpPage(http, leading.getAddress().getPort());
            HttpPage other = new HttpPage(http, waiting.getAddress().getPort());

            assertThat(leader.saysReady()).isTrue();
            assertThat(leader.saysLeader()).isTrue();
            assertThat(other.saysReady()).isFalse();
            assertThat(other.saysLeader()).isFalse();
        } finally {
            leading.stop(0);
            waiting.stop(0);
        }
        assertThat(new HttpPage(http, FreePorts.take()).saysReady())
                .as("nobody")
                .isFalse();
    }

    /** Each page is this text, and its own path behind it. */
    private static HttpServer answering(int code, String text) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = (text + exchange.getRequestURI()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void saysWhyThereIsNothing() throws IOException, InterruptedException {
        new HttpPage(http, FreePorts.take()).leave("a", directory);

        assertThat(directory.resolve("a.metrics.txt")).content().startsWith("no answer: ");
    }
}
