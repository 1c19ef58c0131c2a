package io.raftkms.chaos.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The HTTP side of a member.
 *
 * @param port on loopback
 */
public record HttpPage(HttpClient http, int port) {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** What it counts, and what it says of the cluster, just now; of a member that does not answer, why not. */
    public void leave(String member, Path directory) throws IOException, InterruptedException {
        Files.writeString(directory.resolve(member + ".metrics.txt"), metrics());
        Files.writeString(directory.resolve(member + ".status.json"), read("/api/status"));
    }

    /** What it shows to Prometheus; why not, of a member that does not answer. */
    public String metrics() throws InterruptedException {
        return read("/metrics");
    }

    private String read(String path) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(LIMIT)
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException noAnswer) {
            return "no answer: " + noAnswer + "\n";
        }
    }
}
