package io.raftkms.chaos.judge;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When a node began to wait. It asks again for the same bytes when a link breaks, and an observer that stands at the link
 * sees a request of its own in each.
 */
final class FirstAsked {
    /** A node asks for one thing at a time; not every observer names the connection of a request. */
    private record Sent(String validator, long begin) {}

    private record Wanted(String validator, String signBytes) {}

    private final Map<Sent, Wanted> sent = new HashMap<>();
    private final Map<Wanted, Long> first = new HashMap<>();

    /**
     * @param votes extensions left out
     */
    FirstAsked(List<Observation> votes) {
        for (Observation seen : votes) {
            if (seen.event() == Observation.Event.REQUEST) {
                Wanted wanted = new Wanted(seen.validator(), seen.signBytes());
                sent.put(new Sent(seen.validator(), seen.beginNanos()), wanted);
                first.merge(wanted, seen.beginNanos(), Math::min);
            }
        }
    }

    /** From the first request for what led to this signature until it came back. */
    Duration waited(Observation signature) {
        Wanted wanted = sent.get(new Sent(signature.validator(), signature.beginNanos()));
        long begin = wanted == null ? signature.beginNanos() : first.get(wanted);
        return Duration.ofNanos(signature.endNanos() - begin);
    }
}
