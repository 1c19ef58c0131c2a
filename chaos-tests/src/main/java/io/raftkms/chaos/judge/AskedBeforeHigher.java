package io.raftkms.chaos.judge;

import io.raftkms.chaos.wire.Kind;
import io.raftkms.chaos.wire.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * S3: released bytes were asked for on some link before anything higher of that key was released, or are the very bytes
 * of an earlier reservation.
 *
 * <p>A reservation is made from a request, so both halves come to one: somebody asked for exactly these bytes, at the
 * latest when the first higher signature became known. That is a little after it was released, so the judge may be kind
 * by that much, and never wrong. Reservations that came with an imported state file were asked for from another signer;
 * files of that time have to be among the input.
 */
final class AskedBeforeHigher implements Rule {
    private record Bytes(Observation.Signer signer, Kind kind, String signBytes) {}

    @Override
    public List<Violation> judge(List<Observation> observations) {
        Map<Bytes, Long> asked = new HashMap<>();
        Map<Observation.Signer, TreeMap<Position, Long>> released = new HashMap<>();
        for (Observation seen : observations) {
            if (seen.event() == Observation.Event.REQUEST) {
                asked.merge(bytes(seen), seen.beginNanos(), Math::min);
            } else if (seen.event() == Observation.Event.SIGNATURE && seen.kind() != Kind.EXTENSION) {
                released.computeIfAbsent(seen.signer(), signer -> new TreeMap<>())
                        .merge(seen.at(), seen.endNanos(), Math::min);
            }
        }
        Map<Observation.Signer, NavigableMap<Position, Long>> firstAtOrAbove = new HashMap<>();
        released.forEach((signer, ends) -> firstAtOrAbove.put(signer, earliestFromAbove(ends)));

        List<Violation> violations = new ArrayList<>();
        for (Observation seen : observations) {
            if (seen.event() != Observation.Event.SIGNATURE || seen.kind() == Kind.EXTENSION) {
                continue;
            }
            Long begin = asked.get(bytes(seen));
            Map.Entry<Position, Long> higher = firstAtOrAbove.get(seen.signer()).higherEntry(seen.at());
            if (begin == null) {
                violations.add(violation(seen, "nobody asked for " + seen.signBytes()));
            } else if (begin > seen.endNanos()) {
                violations.add(violation(seen, "released before anybody asked for it"));
            } else if (higher != null && begin > higher.getValue()) {
                violations.add(violation(seen, "first asked for after something higher was released"));
            }
        }
        return violations;
    }

    /** For each position the earliest release at it or above it. */
    private static NavigableMap<Position, Long> earliestFromAbove(NavigableMap<Position, Long> ends) {
        TreeMap<Position, Long> earliest = new TreeMap<>();
        long least = Long.MAX_VALUE;
        for (Map.Entry<Position, Long> end : ends.descendingMap().entrySet()) {
            least = Math.min(least, end.getValue());
            earliest.put(end.getKey(), least);
        }
        return earliest;
    }

    private static Bytes bytes(Observation seen) {
        return new Bytes(seen.signer(), seen.kind(), seen.signBytes());
    }

    private static Violation violation(Observation seen, String what) {
        return new Violation(Promise.S3, seen.at(), what, List.of(seen.source()));
    }
}
