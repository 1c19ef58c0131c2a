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
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = ("page " + exchange.getRequestURI()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            new HttpPage(http, server.getAddress().getPort()).leave("a", directory);
        } finally {
            server.stop(0);
        }

        assertThat(directory.resolve("a.metrics.txt")).hasContent("page /metrics");
        assertThat(directory.resolve("a.status.json")).hasContent("page /api/status");
    }

    @Test
    void saysWhyThereIsNothing() throws IOException, InterruptedException {
        new HttpPage(http, FreePorts.take()).leave("a", directory);

        assertThat(directory.resolve("a.metrics.txt")).content().startsWith("no answer: ");
    }
}
