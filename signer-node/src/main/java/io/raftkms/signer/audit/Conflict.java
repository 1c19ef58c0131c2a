package io.raftkms.signer.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.RefusalReason;
import io.raftkms.consensus.rule.Reservation;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A validator node asked for other bytes where some are reserved: both are kept, for they are the evidence.
 *
 * @param validator the link that asked, where it is known; the log does not say
 * @param index of the log entry that asked, if there is one
 * @param reserved what is reserved there; empty when it is not kept any more
 */
record Conflict(
        KeyId key, Optional<String> validator, OptionalLong index, Reservation asked, Optional<Reservation> reserved) {

    static boolean is(Decision decision) {
        return decision instanceof Decision.Refuse refuse && refuse.reason() == RefusalReason.CONFLICT;
    }

    ObjectNode fields() {
        ObjectNode fields = AuditFields.none();
        index.ifPresent(at -> fields.put("index", at));
        AuditFields.key(fields, key);
        validator.ifPresent(name -> fields.put("validator", AuditFields.text(name)));
        AuditFields.position(fields, asked.at());
        AuditFields.payload(fields.putObject("asked"), asked.signBytes());
        reserved.ifPresent(before -> AuditFields.payload(fields.putObject("reserved"), before.signBytes()));
        return fields;
    }

    String sentence() {
        return "chain " + key.chainId()
                + validator.map(name -> ", validator " + name).orElse("") + ": asked for block "
                + block(Optional.of(asked)) + " at h/r/s " + asked.at() + ", where block " + block(reserved)
                + " is reserved; refused, and both payloads are kept (raftkms audit conflicts)";
    }

    private static String block(Optional<Reservation> reservation) {
        Optional<ByteString> bytes = reservation.map(Reservation::signBytes);
        return bytes.flatMap(AuditFields::block).map(AuditFields::block).orElse("unknown");
    }
}
