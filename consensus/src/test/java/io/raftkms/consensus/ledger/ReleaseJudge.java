package io.raftkms.consensus.ledger;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** S1 and S3 over everything that was asked for and released, as an observer at the links would judge. */
final class ReleaseJudge {
    private final Map<HeightRoundStep, ByteString> released = new HashMap<>();
    private final Set<ByteString> reserved = new HashSet<>();
    private final Map<ByteString, HeightRoundStep> highestWhenFirstAsked = new HashMap<>();
    private final List<HeightRoundStep> order = new ArrayList<>();
    private HeightRoundStep highest = HeightRoundStep.ZERO;
    private boolean lowered;

    void asked(Reservation request) {
        highestWhenFirstAsked.putIfAbsent(request.signBytes(), highest);
    }

    void applied(Command command, Answer answer) {
        if (answer instanceof Answer.Decided decided && decided.decision() instanceof Decision.Reserve reserve) {
            require(!released.containsKey(reserve.reservation().at()), "reserved after its release");
            require(reserved.add(reserve.reservation().signBytes()), "reserved twice");
        }
        lowered |= command instanceof Command.Lower && answer instanceof Answer.Lowered;
    }

    void released(Ask asked, ByteString bytes) {
        HeightRoundStep at = asked.position();
        ByteString first = released.putIfAbsent(at, bytes);
        require(first == null || first.equals(bytes), "S1: two messages at one position");
        // S3; after a lowering an earlier height is meant to be signed later.
        boolean early =
                lowered || highestWhenFirstAsked.getOrDefault(bytes, highest).compareTo(at) <= 0;
        require(early || reserved.contains(bytes), "S3: released after something higher");
        highest = at.compareTo(highest) > 0 ? at : highest;
        order.add(at);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    int releases() {
        return order.size();
    }
}
