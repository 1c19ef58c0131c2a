package io.raftkms.consensus.raft.store;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.Optional;

/**
 * A mark that an applied log entry set.
 *
 * @param at the new mark
 * @param signBytes the bytes reserved there; empty for a floor
 * @param entry the log entry that did it
 */
public record MarkChange(Kind kind, HeightRoundStep at, Optional<ByteString> signBytes, LogPosition entry) {
    /** What may be below the mark before. */
    public enum Kind {
        /** A reservation: only ever upwards. */
        RESERVE,
        /** The first mark of a key: there is no record of the key yet. */
        ENROL,
        /** An operator's command that sets the mark of an enrolled key: raise, lower, seal, unseal. */
        SET
    }
}
