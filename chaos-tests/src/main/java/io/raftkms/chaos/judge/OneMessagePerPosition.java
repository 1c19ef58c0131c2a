package io.raftkms.chaos.judge;

import io.raftkms.chaos.wire.Kind;
import io.raftkms.chaos.wire.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * S1: for one key and chain, no two vote or proposal signatures for the same h/r/s cover different bytes. Extensions may
 * differ between two requests for one precommit, and do.
 */
final class OneMessagePerPosition implements Rule {
    private record Place(Observation.Signer signer, Position at) {}

    @Override
    public List<Violation> judge(List<Observation> observations) {
        Map<Place, Observation> first = new HashMap<>();
        List<Violation> violations = new ArrayList<>();
        for (Observation seen : observations) {
            if (seen.event() != Observation.Event.SIGNATURE || seen.kind() == Kind.EXTENSION) {
                continue;
            }
            Observation before = first.putIfAbsent(new Place(seen.signer(), seen.at()), seen);
            if (before != null && !before.signBytes().equals(seen.signBytes())) {
                violations.add(new Violation(
                        Promise.S1,
                        seen.at(),
                        "signed twice: " + before.signBytes() + " and " + seen.signBytes(),
                        List.of(before.source(), seen.source())));
            }
        }
        return violations;
    }
}
