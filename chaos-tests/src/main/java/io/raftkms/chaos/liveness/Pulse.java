package io.raftkms.chaos.liveness;

import io.raftkms.chaos.judge.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** When one node got its signatures, as they come. For several threads. */
final class Pulse {
    /** A request, its last try, that came back signed: nanoseconds since the Unix epoch. */
    private record Beat(long askedNanos, long signedNanos) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    /** Ascending: a node asks for one thing at a time. */
    private final List<Beat> beats = new ArrayList<>();

    private long lost;

    void see(Observation seen) {
        if (!seen.kind().isVoteOrProposal()) {
            return;
        }
        lock.lock();
        try {
            if (seen.event() == Observation.Event.SIGNATURE) {
                beats.add(new Beat(seen.beginNanos(), seen.endNanos()));
                more.signalAll();
            } else if (seen.event() == Observation.Event.LOST) {
                lost++;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Votes given up so far. */
    long lost() {
        lock.lock();
        try {
            return lost;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the first signature that was asked for after an instant: one that was on its way already may come through
     * whatever began just then.
     *
     * @return false if none came in time
     */
    boolean awaitAskedAfter(long nanos, Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (beats.isEmpty() || beats.get(beats.size() - 1).askedNanos() <= nanos) {
                if (left <= 0) {
                    return false;
                }
                left = more.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The longest time between two signatures that came back one after the other, from begin to the first one that
     * was asked for after end.
     */
    Duration gap(long begin, long end) {
        lock.lock();
        try {
            long longest = 0;
            long before = begin;
            for (Beat beat : beats) {
                if (beat.signedNanos() > begin) {
                    longest = Math.max(longest, beat.signedNanos() - before);
                }
                if (beat.askedNanos() > end) {
                    break;
                }
                before = beat.signedNanos();
            }
            return Duration.ofNanos(longest);
        } finally {
            lock.unlock();
        }
    }
}
