package io.raftkms.chaos.run;

import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.wire.Position;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The highest position of any signature that any node has got so far. */
public final class Released implements Consumer<Observation> {
    private final AtomicReference<Position> highest = new AtomicReference<>();

    @Override
    public void accept(Observation seen) {
        if (seen.event() == Observation.Event.SIGNATURE && seen.kind().isVoteOrProposal()) {
            highest.accumulateAndGet(
                    seen.at(), (before, now) -> before == null || before.compareTo(now) < 0 ? now : before);
        }
    }

    /** The same of what was written down. */
    public static Optional<Position> of(List<Observation> seen) {
        Released released = new Released();
        seen.forEach(released);
        return released.highest();
    }

    /** Empty before the first signature. */
    public Optional<Position> highest() {
        return Optional.ofNullable(highest.get());
    }
}
