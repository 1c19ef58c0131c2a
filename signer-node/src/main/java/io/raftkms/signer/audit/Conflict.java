package io.raftkms.signer.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
        payload(fields.putObject("asked"), asked);
        reserved.ifPresent(before -> payload(fields.putObject("reserved"), before));
        return fields;
    }

    private static void payload(ObjectNode to, Reservation reservation) {
        AuditFields.payload(to, reservation.signBytes());
        Proposed.of(reservation.signBytes()).ifPresent(said -> {
            to.put("time", said.time().toString());
            said.polRound().ifPresent(round -> to.put("pol_round", round));
        });
    }

    /** Names what differs: two proposals of one block at two times are a conflict too, and look the same without. */
    String sentence() {
        return "chain " + key.chainId()
                + validator.map(name -> ", validator " + name).orElse("") + ": at h/r/s " + asked.at()
                + " block " + block(Optional.of(asked)) + " is asked for, block " + block(reserved) + " reserved; "
                + difference() + "; refused, and both payloads are kept (raftkms audit conflicts)";
    }

    private String difference() {
        Optional<Proposed> wanted = Proposed.of(asked.signBytes());
        Optional<Proposed> kept = reserved.map(Reservation::signBytes).flatMap(Proposed::of);
        if (wanted.isEmpty() || kept.isEmpty()) {
            return "what differs is not known any more";
        }
        return "asked / reserved differ in " + String.join(", ", wanted.get().differences(kept.get()));
    }

    private static String block(Optional<Reservation> reservation) {
        return reservation
                .map(Reservation::signBytes)
                .flatMap(Proposed::of)
                .map(Proposed::block)
                .map(AuditFields::block)
                .orElse("unknown");
    }
}
