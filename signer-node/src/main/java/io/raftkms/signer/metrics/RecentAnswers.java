package io.raftkms.signer.metrics;

import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.signer.link.LinkEvents;
import io.raftkms.signer.link.LinkId;
import io.raftkms.signer.link.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/** When this member's links last had an answer for votes and proposals: what a drill measures gaps by. */
public final class RecentAnswers implements LinkEvents {
    /** Some ten seconds of the fastest load, and hours of an ordinary chain's. */
    static final int KEPT = 512;

    private final LongSupplier nanoTime;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private long count;

    /**
     * One answer, or the lack of it.
     *
     * @param number counts answers from this start of the member on, from 1
     * @param endNanos on the monotonic clock
     * @param took from the whole request on
     * @param signed false where the link was left without an answer
     */
    public record Answer(long number, long endNanos, Duration took, boolean signed) {}

    /**
     * @param nanoTime a monotonic clock
     */
    public RecentAnswers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public void answered(LinkId link, PrivvalRequest request, Outcome outcome, String detail, Duration took) {
        boolean unanswered = outcome == Outcome.SILENT || outcome == Outcome.DROPPED;
        if (request instanceof PrivvalRequest.Sign && (unanswered || outcome == Outcome.SIGNED)) {
            add(took, !unanswered);
        }
    }

    private synchronized void add(Duration took, boolean signed) {
        count++;
        answers.addLast(new Answer(count, nanoTime.getAsLong(), took, signed));
        if (answers.size() > KEPT) {
            answers.removeFirst();
        }
    }

    /** The last {@value #KEPT}, in order. */
    public synchronized List<Answer> latest() {
        return List.copyOf(answers);
    }
}
