package io.raftkms.chaos.judge;

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
    private record First(String signBytes, String source) {}

    private final Map<Observation.Signer, Map<Position, First>> first = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    @Override
    public void see(Observation seen) {
        if (seen.event() != Observation.Event.SIGNATURE || !seen.kind().isVoteOrProposal()) {
            return;
        }
        First before = first.computeIfAbsent(seen.signer(), signer -> new HashMap<>())
                .putIfAbsent(seen.at(), new First(seen.signBytes(), seen.source()));
        if (before != null && !before.signBytes().equals(seen.signBytes())) {
            violations.add(new Violation(
                    Promise.S1,
                    seen.at(),
                    "signed twice: " + before.signBytes() + " and " + seen.signBytes(),
                    List.of(before.source(), seen.source())));
        }
    }

    @Override
    public List<Violation> broken() {
        return List.copyOf(violations);
    }
}
