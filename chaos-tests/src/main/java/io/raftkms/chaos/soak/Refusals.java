package io.raftkms.chaos.soak;

import io.raftkms.chaos.judge.Digest;
import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.wire.Kind;
import java.util.HashMap;
import java.util.Map;

/** What was refused, told apart by what had been signed before: a conflict would have been a second signature. */
final class Refusals {
    private final Map<Digest, Digest> signed = new HashMap<>();
    private long conflicts;
    private long others;

    void see(Observation seen) {
        if (seen.kind() == Kind.EXTENSION) {
            return;
        }
        Digest place = Digest.of(seen.publicKey(), seen.chainId(), seen.at().toString());
        Digest bytes = Digest.of(seen.signBytes());
        if (seen.event() == Observation.Event.SIGNATURE) {
            signed.putIfAbsent(place, bytes);
        } else if (seen.event() == Observation.Event.REFUSAL) {
            Digest before = signed.get(place);
            if (before != null && !before.equals(bytes)) {
                conflicts++;
            } else {
                others++;
            }
        }
    }

    /** Other bytes for a place that a signature had been released for. */
    long conflicts() {
        return conflicts;
    }

    /** What was below the mark, beyond what a key may jump, impossible, or raw bytes. */
    long others() {
        return others;
    }
}
