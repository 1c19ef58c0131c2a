package io.raftkms.chaos.judge;

import java.time.Duration;
import java.util.List;

/**
 * What validator nodes felt of a fault.
 *
 * @param gap the longest time between two signatures that came back one after the other, while it lasted or until the
 *     first one after it
 * @param recovery from its end to the next signature; zero if none came after it
 * @param lost votes given up from its begin to the next signature after its end
 */
public record Impact(Duration gap, Duration recovery, long lost) {
    /** Of something that lasted from begin to end, nanoseconds since the Unix epoch. */
    public static Impact of(long begin, long end, List<Observation> observations) {
        List<Observation> votes = observations.stream()
                .filter(seen -> seen.kind().isVoteOrProposal())
                .toList();
        long[] signed = votes.stream()
                .filter(seen -> seen.event() == Observation.Event.SIGNATURE)
                .mapToLong(Observation::endNanos)
                .sorted()
                .toArray();
        long longest = 0;
        long recovered = Long.MAX_VALUE;
        for (int i = 0; i < signed.length; i++) {
            long before = i == 0 ? Math.min(begin, signed[0]) : signed[i - 1];
            if (signed[i] >= begin && before <= end) {
                longest = Math.max(longest, signed[i] - before);
            }
            if (signed[i] >= end) {
                recovered = Math.min(recovered, signed[i]);
            }
        }
        long over = recovered;
        long lost = votes.stream()
                .filter(seen -> seen.event() == Observation.Event.LOST)
                .filter(seen -> seen.endNanos() >= begin && seen.endNanos() <= over)
                .count();
        return new Impact(
                Duration.ofNanos(longest),
                recovered == Long.MAX_VALUE ? Duration.ZERO : Duration.ofNanos(recovered - end),
                lost);
    }
}
