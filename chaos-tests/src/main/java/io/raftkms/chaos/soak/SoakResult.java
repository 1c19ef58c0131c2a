package io.raftkms.chaos.soak;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * All that a report shows of a run; kept as JSON, so that a page can be made of several.
 *
 * @param commit of the program and of the run
 * @param again a command line that runs it again
 * @param began when, as ISO 8601
 * @param machine processors and system
 * @param seconds from the begin to the end, checks included
 * @param honest validator nodes that follow the chain
 * @param hostile nodes of their key that want second signatures
 * @param rate requests a second of each node
 * @param signatures votes and proposals released to any node
 * @param conflicts requests refused because something else had been signed there
 * @param refusals requests refused for another reason
 * @param lost votes that honest nodes gave up
 * @param faults what happened, in order of its begin
 * @param waits of honest nodes, those that {@link Chronicle} finds long
 * @param signed of honest nodes, in each second
 * @param checks when members were killed, all of them, and a majority was asked for what it knows
 * @param violations promises broken, and what did not come back; empty if all held
 */
public record SoakResult(
        String commit,
        long seed,
        String profile,
        String again,
        String began,
        String machine,
        int minutes,
        long seconds,
        int honest,
        int hostile,
        int rate,
        long signatures,
        long conflicts,
        long refusals,
        long lost,
        List<Felt> faults,
        List<Pause> waits,
        List<Integer> signed,
        List<Span> checks,
        List<String> violations) {
    /** A long wait of a node, milliseconds since the begin of the run. */
    public record Pause(String node, long fromMillis, long toMillis, boolean lost) {
        long lengthMillis() {
            return toMillis - fromMillis;
        }
    }

    /** Milliseconds since the begin of the run. */
    public record Span(long fromMillis, long toMillis) {}

    /** Name of the file in the directory of a report. */
    public static final String FILE = "soak.json";

    public boolean passed() {
        return violations.isEmpty();
    }

    /** Writes it into a directory. */
    public void write(Path directory) throws IOException {
        Files.writeString(
                directory.resolve(FILE),
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    }

    /** Reads what {@link #write} wrote. */
    public static SoakResult read(Path directory) throws IOException {
        return new ObjectMapper().readValue(directory.resolve(FILE).toFile(), SoakResult.class);
    }
}
