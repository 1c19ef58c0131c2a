package io.raftkms.chaos.judge;

import io.raftkms.chaos.wire.Canonical;
import io.raftkms.chaos.wire.MalformedException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * S8, and the ground that the other rules stand on: signed bytes are the canonical message of their kind, for the chain,
 * height, round and step that the observer wrote beside them.
 */
final class SignedWhatItSays implements Rule {
    private final List<Violation> violations = new ArrayList<>();

    @Override
    public void see(Observation seen) {
        if (seen.event() == Observation.Event.SIGNATURE) {
            String fault = fault(seen);
            if (!fault.isEmpty()) {
                violations.add(new Violation(Promise.S8, seen.at(), fault, List.of(seen.source())));
            }
        }
    }

    @Override
    public List<Violation> broken() {
        return List.copyOf(violations);
    }

    private static String fault(Observation seen) {
        try {
            Canonical message = Canonical.decode(seen.kind(), HexFormat.of().parseHex(seen.signBytes()));
            if (!message.position().equals(seen.at())) {
                return "the bytes are for " + message.position();
            }
            return message.chainId().equals(seen.chainId()) ? "" : "the bytes are for chain " + message.chainId();
        } catch (MalformedException | IllegalArgumentException bad) {
            return String.valueOf(bad.getMessage());
        }
    }
}
