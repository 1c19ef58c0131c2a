package io.raftkms.signer.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.raftkms.signer.audit.AuditLine;
import io.raftkms.signer.audit.AuditReader;
import io.raftkms.signer.cli.Environment;
import io.raftkms.signer.cli.ResultOption;
import io.raftkms.signer.message.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code raftkms audit conflicts}. */
@Command(
        name = "conflicts",
        description = {
            "List requests for other bytes than those reserved at the same height, round and step, with both payloads.",
            "raftkms refused them. A validator node that asks for two blocks is defective, or two of them share the key."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:listed, also when there is none",
            "2:wrong options or arguments",
            "10:the configuration has errors",
            "11:there is no audit, or it cannot be read"
        })
final class AuditConflictsCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private AuditSource source;

    @Mixin
    private ResultOption result;

    AuditConflictsCommand(Environment environment) {
        this.environment = environment;
    }

    /** What {@code --json} prints. */
    record Result(String directory, List<Found> conflicts, long unreadable) {}

    /**
     * One conflicting request.
     *
     * @param validator who asked; null where only the log tells of it
     * @param index of the log entry that asked; null for one that the leader answered from its state
     * @param reserved null when it was not kept any more
     */
    record Found(
            long seq,
            String time,
            String chain,
            String key,
            String validator,
            Long index,
            long height,
            long round,
            String step,
            Payload asked,
            Payload reserved) {}

    /**
     * @param block upper-case hash, or nil
     * @param time that is signed; null in lines of versions that did not write it
     * @param polRound of a proposal; null for votes
     * @param signBytes lower-case hex
     */
    record Payload(String block, String time, Long polRound, String signBytes) {
        static Payload of(JsonNode node) {
            return node.isObject()
                    ? new Payload(
                            node.path("block").asText(),
                            node.path("time").asText(null),
                            node.has("pol_round") ? node.path("pol_round").asLong() : null,
                            node.path("sign_bytes").asText())
                    : null;
        }

        String what() {
            return "block " + block
                    + (polRound == null ? "" : ", POL round " + polRound)
                    + (time == null ? "" : ", time " + time);
        }
    }

    @Override
    public Integer call() {
        AuditSource.Place place = source.place(environment);
        List<Found> found = new ArrayList<>();
        try {
            long unreadable = AuditReader.read(place.directory(), line -> {
                if (line.kind().equals("conflict")) {
                    found.add(of(line));
                }
            });
            result.print(
                    new Result(place.directory().toString(), found, unreadable), out -> print(found, unreadable, out));
        } catch (IOException e) {
            throw AuditSource.unreadable(place.directory(), e);
        }
        return ExitCode.OK.code();
    }

    private static Found of(AuditLine line) {
        JsonNode fields = line.fields();
        return new Found(
                line.head().seq(),
                line.time().toString(),
                fields.path("chain").asText(),
                fields.path("key").asText(),
                fields.path("validator").asText(null),
                fields.has("index") ? fields.path("index").asLong() : null,
                fields.path("height").asLong(),
                fields.path("round").asLong(),
                fields.path("step").asText(),
                Payload.of(fields.path("asked")),
                Payload.of(fields.path("reserved")));
    }

    private static void print(List<Found> conflicts, long unreadable, PrintWriter out) {
        if (conflicts.isEmpty()) {
            out.println("no conflicting request");
        }
        for (Found one : conflicts) {
            out.println(one.time() + " line " + one.seq() + ": chain " + one.chain() + ", "
                    + (one.validator() == null ? "log entry " + one.index() : "validator " + one.validator())
                    + ", h/r/s " + one.height() + "/" + one.round() + "/" + one.step());
            out.println("  key      " + one.key());
            print("asked   ", one.asked(), out);
            print("reserved", one.reserved(), out);
        }
        if (unreadable > 0) {
            out.println(unreadable + " lines cannot be read: see raftkms audit verify");
        }
    }

    private static void print(String what, Payload payload, PrintWriter out) {
        if (payload == null) {
            out.println("  " + what + " not kept any more");
            return;
        }
        out.println("  " + what + " " + payload.what());
        out.println("           bytes " + payload.signBytes());
    }
}
