package io.raftkms.signer.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.raftkms.consensus.ledger.Answer;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.CommandCodec;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.Reservation;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Turns events into lines. An entry that the chain knows already, by its index, is passed over: a replay. */
final class AuditRecorder {
    private final AuditWriter writer;
    private final Consumer<Conflict> alarm;

    /**
     * @param alarm told of conflicts
     */
    AuditRecorder(AuditWriter writer, Consumer<Conflict> alarm) {
        this.writer = writer;
        this.alarm = alarm;
    }

    void record(AuditEvent event) throws IOException {
        if (event instanceof AuditEvent.Applied applied) {
            applied(applied);
        } else if (event instanceof AuditEvent.Passed passed) {
            writer.reached(passed.index());
        } else if (event instanceof AuditEvent.Restored restored) {
            restored(restored.index());
        } else if (event instanceof AuditEvent.Local local) {
            local(local);
        } else if (event instanceof AuditEvent.Released released) {
            released(released);
        } else if (event instanceof AuditEvent.Answered answered) {
            answered(answered);
        }
    }

    private void applied(AuditEvent.Applied applied) throws IOException {
        if (applied.index() <= writer.upto()) {
            return;
        }
        writer.reached(applied.index());
        Command command = applied.entry().command();
        if (command instanceof Command.Noop) {
            return;
        }
        ObjectNode fields = AuditFields.none()
                .put("index", applied.index())
                .put("term", applied.term())
                .put("command", name(command));
        if (command instanceof Command.Reserve reserve && applied.answer() instanceof Answer.Decided decided) {
            reservation(fields, reserve, decided.decision(), applied);
        } else {
            writer.append("applied", operator(fields, command, applied));
        }
    }

    private void reservation(ObjectNode fields, Command.Reserve reserve, Decision decision, AuditEvent.Applied applied)
            throws IOException {
        AuditFields.key(fields, reserve.key());
        AuditFields.position(fields, reserve.reservation().at());
        AuditFields.decision(fields, decision);
        AuditFields.payload(fields, reserve.reservation().signBytes());
        writer.append("applied", fields);
        if (Conflict.is(decision)) {
            conflict(new Conflict(
                    reserve.key(),
                    Optional.empty(),
                    OptionalLong.of(applied.index()),
                    reserve.reservation(),
                    applied.reserved()));
        }
    }

    /** Kinds that are yet to come are kept too: the entry says all, and its text most. */
    private static ObjectNode operator(ObjectNode fields, Command command, AuditEvent.Applied applied) {
        if (command instanceof Command.Enrol enrol) {
            AuditFields.key(fields, enrol.key());
            fields.put("enrolment", enrol.enrolment() + (enrol.paused() ? ", paused" : ""));
        } else {
            fields.put("text", AuditFields.text(plain(command.toString())));
        }
        return fields.put("answer", AuditFields.text(plain(applied.answer().toString())))
                .put("entry", HexFormat.of().formatHex(CommandCodec.encode(applied.entry())));
    }

    /** Without the identities of objects that some texts show. */
    private static String plain(String text) {
        return text.replaceAll("ByteString@[0-9a-f]+", "ByteString");
    }

    private static String name(Command command) {
        return command.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private void conflict(Conflict conflict) throws IOException {
        writer.append("conflict", conflict.fields());
        alarm.accept(conflict);
    }

    private void restored(long index) throws IOException {
        if (index <= writer.upto()) {
            return;
        }
        ObjectNode fields = AuditFields.none()
                .put("why", "snapshot")
                .put("from_index", writer.upto() + 1)
                .put("to_index", index);
        writer.reached(index);
        writer.append("gap", fields);
    }

    private void local(AuditEvent.Local local) throws IOException {
        Reservation asked = local.asked();
        ObjectNode fields = AuditFields.none();
        AuditFields.key(fields, local.key());
        fields.put("validator", AuditFields.text(local.validator()));
        AuditFields.position(fields, asked.at());
        AuditFields.decision(fields, local.decision());
        Proposed.of(asked.signBytes()).ifPresent(said -> fields.put("block", AuditFields.block(said.block())));
        writer.append("local", fields);
        if (Conflict.is(local.decision())) {
            conflict(new Conflict(
                    local.key(), Optional.of(local.validator()), OptionalLong.empty(), asked, local.reserved()));
        }
    }

    private void released(AuditEvent.Released released) throws IOException {
        ObjectNode fields = AuditFields.none();
        AuditFields.key(fields, released.key());
        fields.put("validator", AuditFields.text(released.validator()));
        AuditFields.asked(fields, released.request());
        fields.put("signed_time", released.signedTime().toString())
                .put("signature", AuditFields.hex(released.signature()));
        released.extensionSignature()
                .ifPresent(extension -> fields.put("extension_signature", AuditFields.hex(extension)));
        writer.append("release", fields.put("ms", released.took().toMillis()));
    }

    private void answered(AuditEvent.Answered answered) throws IOException {
        ObjectNode fields = AuditFields.none()
                .put("chain", AuditFields.text(answered.chainId()))
                .put("validator", AuditFields.text(answered.validator()));
        AuditFields.asked(fields, answered.request());
        fields.put("outcome", answered.outcome().name().toLowerCase(Locale.ROOT))
                .put("detail", AuditFields.text(answered.detail()))
                .put("ms", answered.took().toMillis());
        writer.append("answer", fields);
    }
}
