package io.raftkms.chaos.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/**
 * What {@code cluster status --json} said on one member.
 *
 * @param ready whether the member says that it is
 * @param leader name of the leader, empty without one
 * @param admitted whether a validator node talks to this member: one of its links is in state ADMITTED
 */
public record ClusterStatus(boolean ready, Optional<String> leader, boolean admitted) {
    /** Of a member that gives no answer. */
    public static final ClusterStatus NONE = new ClusterStatus(false, Optional.empty(), false);

    static ClusterStatus parse(String output) {
        try {
            JsonNode status = new ObjectMapper().readTree(output);
            return new ClusterStatus(
                    status.path("ready").asBoolean(),
                    Optional.of(status.path("leader").asText(""))
                            .filter(name -> !name.isEmpty() && !name.equals("null")),
                    admitted(status.path("links")));
        } catch (JsonProcessingException noAnswer) {
            return NONE;
        }
    }

    private static boolean admitted(JsonNode links) {
        for (JsonNode link : links) {
            if (link.path("state").asText().equalsIgnoreCase("ADMITTED")) {
                return true;
            }
        }
        return false;
    }
}
