package io.raftkms.chaos.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Lines that {@code audit export --json} printed. */
record AuditExport(List<JsonNode> lines) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static AuditExport parse(String printed) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : printed.lines().toList()) {
            lines.add(JSON.readTree(line));
        }
        return new AuditExport(lines);
    }

    List<JsonNode> of(String kind) {
        return lines.stream()
                .filter(line -> line.path("kind").asText().equals(kind))
                .toList();
    }

    /** From the first instant on, and before the second. */
    List<JsonNode> between(Instant from, Instant to) {
        return lines.stream()
                .filter(line -> !time(line).isBefore(from) && time(line).isBefore(to))
                .toList();
    }

    /** When this part of the way through the lines was written. */
    Instant timeAt(double part) {
        return time(lines.get((int) (lines.size() * part)));
    }

    private static Instant time(JsonNode line) {
        return Instant.parse(line.path("time").asText());
    }

    /** As h/r/s, of whatever has these three fields. */
    static String position(JsonNode of) {
        return of.path("height").asText() + "/" + of.path("round").asText() + "/"
                + of.path("step").asText();
    }
}
