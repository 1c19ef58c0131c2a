package io.raftkms.chaos.judge;

import io.raftkms.chaos.wire.Canonical;
import io.raftkms.chaos.wire.Kind;
import io.raftkms.chaos.wire.MalformedException;
import io.raftkms.chaos.wire.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** S7: a vote extension is signed only in the same reply as the precommit for a block that it belongs to. */
final class ExtensionWithPrecommit implements Rule {
    private final Set<Digest> precommitsForBlocks = new HashSet<>();
    /** Extensions whose precommit was not seen yet. */
    private final Map<Digest, List<Violation>> alone = new LinkedHashMap<>();

    @Override
    public void see(Observation seen) {
        if (seen.event() != Observation.Event.SIGNATURE) {
            return;
        }
        if (isPrecommitForBlock(seen)) {
            precommitsForBlocks.add(reply(seen));
            alone.remove(reply(seen));
        } else if (seen.kind() == Kind.EXTENSION && !precommitsForBlocks.contains(reply(seen))) {
            alone.computeIfAbsent(reply(seen), reply -> new ArrayList<>())
                    .add(new Violation(
                            Promise.S7,
                            seen.at(),
                            "extension signature without a precommit for a block in the same reply",
                            List.of(seen.source())));
        }
    }

    @Override
    public List<Violation> broken() {
        return alone.values().stream().flatMap(List::stream).toList();
    }

    /** What all parts of one reply have in common, and no other reply has. */
    private static Digest reply(Observation seen) {
        return Digest.of(
                seen.publicKey(),
                seen.chainId(),
                seen.at().toString(),
                seen.validator(),
                seen.connection(),
                String.valueOf(seen.beginNanos()));
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
