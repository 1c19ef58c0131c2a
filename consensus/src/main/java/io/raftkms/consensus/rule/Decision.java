package io.raftkms.consensus.rule;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.Objects;

/** What {@link DoubleSignRule} answers. */
public sealed interface Decision {
    /** The mark advances to this reservation: its bytes may be signed. */
    record Reserve(Reservation reservation) implements Decision {
        public Reserve {
            Objects.requireNonNull(reservation, "reservation");
        }
    }

    /**
     * Bytes reserved before answer this request.
     *
     * @param signBytes the reserved bytes, whose timestamp goes back with the signature
     */
    record Reuse(HeightRoundStep at, ByteString signBytes) implements Decision {
        public Reuse {
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(signBytes, "signBytes");
        }
    }

    /**
     * Nothing may be signed.
     *
     * @param last the mark, or {@link HeightRoundStep#ZERO} without enrolment
     */
    record Refuse(RefusalReason reason, HeightRoundStep last) implements Decision {
        public Refuse {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(last, "last");
        }
    }
}
