package io.raftkms.consensus.rule;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.signbytes.Step;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random requests for property tests, and what decisions on them come down to. */
public final class Asks {
    private Asks() {}

    /** Requests of these heights; few rounds, blocks and times, so that they collide. */
    public static Arbitrary<Ask> between(long lowest, long highest) {
        return Combinators.combine(
                        Arbitraries.of(Step.PROPOSAL, Step.PREVOTE, Step.PRECOMMIT),
                        Arbitraries.longs().between(lowest, highest),
                        Arbitraries.of(0, 0, 1, 2),
                        Arbitraries.of('A', 'A', 'B', Ask.NIL),
                        Arbitraries.of(-1, -1, 0),
                        Arbitraries.integers().between(0, 2))
                .as(Ask::new);
    }

    /** RESERVE, REUSE, or the reason of a refusal. */
    public static String outcome(Decision decision) {
        if (decision instanceof Decision.Refuse refuse) {
            return refuse.reason().name();
        }
        return decision instanceof Decision.Reserve ? "RESERVE" : "REUSE";
    }

    /** The bytes that a decision lets be signed, if any. */
    public static Optional<ByteString> released(Decision decision) {
        if (decision instanceof Decision.Reserve reserve) {
            return Optional.of(reserve.reservation().signBytes());
        }
        return decision instanceof Decision.Reuse reuse ? Optional.of(reuse.signBytes()) : Optional.empty();
    }
}
