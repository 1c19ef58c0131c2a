package io.raftkms.consensus.ledger;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.Objects;

/**
 * That an entry set the mark of a key: what the watermark records.
 *
 * @param at the mark from now on
 * @param signBytes the bytes reserved at it; empty when none are known
 */
public record MarkMove(KeyId key, HeightRoundStep at, ByteString signBytes, Kind kind) {
    /** What set the mark. */
    public enum Kind {
        /** A reservation: always upwards. */
        RESERVE,
        /** An enrolment: the key's first mark. */
        ENROL,
        /** An operator's command on an enrolled key: raise, lower, seal, unseal. */
        SET
    }

    public MarkMove {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(signBytes, "signBytes");
        Objects.requireNonNull(kind, "kind");
    }
}
