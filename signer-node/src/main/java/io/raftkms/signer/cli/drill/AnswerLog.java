package io.raftkms.signer.cli.drill;

import io.raftkms.signer.admin.AnswersReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The answers of all members in order, brought together from their reports, on the clock of the one who asks. */
final class AnswerLog {
    private final Set<String> known = new HashSet<>();
    private final List<Seen> seen = new ArrayList<>();

    /**
     * One answer.
     *
     * @param endNanos when it was given, on the clock of {@link System#nanoTime()} here
     */
    record Seen(long endNanos, Duration took, boolean signed) {}

    /**
     * Takes what is new in a report.
     *
     * @param arrivedNanos when the report came
     */
    void add(AnswersReport report, long arrivedNanos) {
        for (AnswersReport.Member member : report.members()) {
            for (AnswersReport.Answer answer : member.answers()) {
                if (known.add(member.start() + "/" + answer.number())) {
                    seen.add(new Seen(
                            arrivedNanos - TimeUnit.MICROSECONDS.toNanos(answer.ageMicros()),
                            Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(answer.tookMicros())),
                            answer.signed()));
                }
            }
        }
        seen.sort(Comparator.comparingLong(Seen::endNanos));
    }

    /** How many votes and proposals were signed since. */
    long signedSince(long nanos) {
        return seen.stream()
                .filter(one -> one.signed() && one.endNanos() - nanos > 0)
                .count();
    }

    /** The longest time between two signatures, of which the later came after the first instant and not after the second. */
    Duration longestGap(long fromNanos, long toNanos) {
        long longest = 0;
        Seen before = null;
        for (Seen one : seen) {
            if (!one.signed()) {
                continue;
            }
            boolean within = one.endNanos() - fromNanos > 0 && one.endNanos() - toNanos <= 0;
            if (before != null && within) {
                longest = Math.max(longest, one.endNanos() - before.endNanos());
            }
            before = one;
        }
        return Duration.ofNanos(longest);
    }

    /** Those that ended since. */
    List<Seen> since(long nanos) {
        return seen.stream().filter(one -> one.endNanos() - nanos > 0).toList();
    }
}
