package io.raftkms.chaos.judge;

import io.raftkms.chaos.wire.Canonical;
import io.raftkms.chaos.wire.Kind;
import io.raftkms.chaos.wire.MalformedException;
import io.raftkms.chaos.wire.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** S7: a vote extension is signed only in the same reply as the precommit for a block that it belongs to. */
final class ExtensionWithPrecommit implements Rule {
    private record Reply(Observation.Signer signer, Position at, String validator, String connection, long begin) {
        static Reply of(Observation seen) {
            return new Reply(seen.signer(), seen.at(), seen.validator(), seen.connection(), seen.beginNanos());
        }
    }

    @Override
    public List<Violation> judge(List<Observation> observations) {
        Set<Reply> precommitsForBlocks = new HashSet<>();
        for (Observation seen : observations) {
            if (seen.event() == Observation.Event.SIGNATURE && isPrecommitForBlock(seen)) {
                precommitsForBlocks.add(Reply.of(seen));
            }
        }
        List<Violation> violations = new ArrayList<>();
        for (Observation seen : observations) {
            if (seen.event() == Observation.Event.SIGNATURE
                    && seen.kind() == Kind.EXTENSION
                    && !precommitsForBlocks.contains(Reply.of(seen))) {
                violations.add(new Violation(
                        Promise.S7,
                        seen.at(),
                        "extension signature without a precommit for a block in the same reply",
                        List.of(seen.source())));
            }
        }
        return violations;
    }

    private static boolean isPrecommitForBlock(Observation seen) {
        if (seen.kind() != Kind.VOTE || seen.at().step() != Position.PRECOMMIT) {
            return false;
        }
        try {
            Canonical message = Canonical.decode(seen.kind(), HexFormat.of().parseHex(seen.signBytes()));
            return message instanceof Canonical.Vote vote && !vote.block().isNil();
        } catch (MalformedException | IllegalArgumentException reportedByAnotherRule) {
            return false;
        }
    }
}
