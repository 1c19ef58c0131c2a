package io.raftkms.chaos.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a member says of its cluster: the JSON of {@code cluster status --json}, read over HTTP because a command takes
 * longer to start than a leader change takes.
 *
 * @param ready whether a vote that arrived now would be signed
 * @param cause why not
 * @param leader name of the leader, empty without one
 * @param admitted names of the members that a validator node talks to: a link of theirs is in state admitted
 * @param reachable names of the members that answered the one that was asked
 * @param drained names of those among them that do not stand for election
 */
public record ClusterStatus(
        boolean ready,
        String cause,
        Optional<String> leader,
        Set<String> admitted,
        Set<String> reachable,
        Set<String> drained) {
    /** Of a member that gives no answer. */
    public static final ClusterStatus NONE =
            new ClusterStatus(false, "no answer", Optional.empty(), Set.of(), Set.of(), Set.of());

    private static final Duration CALL = Duration.ofSeconds(3);
    private static final int OK = 200;

    /** Asks the member whose HTTP side is on this port of loopback. */
    public static ClusterStatus of(HttpClient http, int port) throws InterruptedException {
        return of(http, "127.0.0.1", port);
    }

    /** Asks the member whose HTTP side is on this port of an address. */
    public static ClusterStatus of(HttpClient http, String host, int port) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/api/status"))
                    .timeout(CALL)
                    .build();
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == OK ? parse(response.body()) : NONE;
        } catch (IOException noAnswer) {
            return NONE;
        }
    }

    static ClusterStatus parse(String json) throws IOException {
        JsonNode status = new ObjectMapper().readTree(json);
        Set<String> admitted = new TreeSet<>();
        Set<String> reachable = new TreeSet<>();
        Set<String> drained = new TreeSet<>();
        for (JsonNode member : status.path("members")) {
            String name = member.path("name").asText();
            if (member.path("reachable").asBoolean()) {
                reachable.add(name);
            }
            if (member.path("facts").path("place").path("drained").asBoolean()) {
                drained.add(name);
            }
            for (JsonNode link : member.path("facts").path("links")) {
                if (link.path("state").asText().equals("admitted")) {
                    admitted.add(name);
                }
            }
        }
        return new ClusterStatus(
                status.path("ready").asBoolean(),
                status.path("cause").asText(""),
                Optional.of(status.path("leader")).filter(JsonNode::isTextual).map(JsonNode::textValue),
                admitted,
                reachable,
                drained);
    }
}
