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
 * @param host where it listens
 */
public record HttpPage(HttpClient http, String host, int port) {
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int OK = 200;

    /** Of a member of this machine, on loopback. */
    HttpPage(HttpClient http, int port) {
        this(http, "127.0.0.1", port);
    }

    /** What it counts, and what it says of the cluster, just now; of a member that does not answer, why not. */
    public void leave(String member, Path directory) throws IOException, InterruptedException {
        Files.writeString(directory.resolve(member + ".metrics.txt"), metrics());
        Files.writeString(directory.resolve(member + ".status.json"), read("/api/status"));
    }

    /** What it shows to Prometheus; why not, of a member that does not answer. */
    public String metrics() throws InterruptedException {
        return read("/metrics");
    }

    /** Whether it says that it would sign; asks nobody else, as its status does. */
    boolean saysReady() throws InterruptedException {
        try {
            return get("/readyz").statusCode() == OK;
        } catch (IOException noAnswer) {
            return false;
        }
    }

    /** Whether it believes to lead, likewise. */
    boolean saysLeader() throws InterruptedException {
        return metrics().contains("\nraftkms_leader 1\n");
    }

    private String read(String path) throws InterruptedException {
        try {
            return get(path).body();
        } catch (IOException noAnswer) {
            return "no answer: " + noAnswer + "\n";
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path))
                .timeout(LIMIT)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
