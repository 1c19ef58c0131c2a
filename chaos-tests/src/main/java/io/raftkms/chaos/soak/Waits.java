package io.raftkms.chaos.soak;

import io.raftkms.chaos.judge.Impact;
import io.raftkms.chaos.judge.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What nodes waited for, from their observations as they wrote them: a node asks for one thing at a time, and a retry asks
 * for the same bytes again.
 */
final class Waits {
    private record Asked(String signBytes, long begin) {}

    private final Map<String, Asked> open = new HashMap<>();
    private final List<Wait> over = new ArrayList<>();
    /** While it asks for the key it does not vote; members answer that without a majority, so it is no recovery. */
    private final List<Wait> keys = new ArrayList<>();

    void see(Observation seen) {
        if (seen.event() == Observation.Event.KEY) {
            keys.add(new Wait(seen.validator(), seen.beginNanos(), seen.endNanos(), false));
        }
        if (!seen.kind().isVoteOrProposal()) {
            return;
        }
        Asked asked = open.get(seen.validator());
        if (seen.event() == Observation.Event.REQUEST) {
            if (asked == null || !asked.signBytes().equals(seen.signBytes())) {
                open.put(seen.validator(), new Asked(seen.signBytes(), seen.beginNanos()));
            }
        } else {
            open.remove(seen.validator());
            long from = asked == null ? seen.beginNanos() : asked.begin();
            over.add(new Wait(seen.validator(), from, seen.endNanos(), seen.event() == Observation.Event.LOST));
        }
    }

    /** All votes that came to an end, in the order in which it was seen, and after them the questions for the key. */
    List<Wait> over() {
        return Stream.concat(over.stream(), keys.stream()).toList();
    }

    /**
     * What nodes felt of something: as gap the longest wait of any of them that overlaps it, as recovery the time from its
     * end until each of them had an answer again, and the votes lost until then.
     *
     * @param begin nanoseconds since the Unix epoch
     * @param end likewise
     */
    Impact felt(long begin, long end) {
        long gap = 0;
        Map<String, Long> answered = new HashMap<>();
        for (Wait wait : over()) {
            if (wait.toNanos() >= begin && wait.fromNanos() <= end) {
                gap = Math.max(gap, wait.toNanos() - wait.fromNanos());
            }
        }
        for (Wait wait : over) {
            if (!wait.lost() && wait.toNanos() >= end) {
                answered.merge(wait.node(), wait.toNanos(), Math::min);
            }
        }
        long recovered =
                answered.values().stream().mapToLong(Long::longValue).max().orElse(end);
        long lost = over.stream()
                .filter(wait -> wait.lost() && wait.toNanos() >= begin && wait.toNanos() <= recovered)
                .count();
        return new Impact(Duration.ofNanos(gap), Duration.ofNanos(recovered - end), lost);
    }
}
