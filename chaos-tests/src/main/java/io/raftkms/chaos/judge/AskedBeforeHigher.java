package io.raftkms.chaos.judge;

import io.raftkms.chaos.wire.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    private static final long NEVER = Long.MAX_VALUE;

    /** Of one message: when it was first asked for, and when and where it was first released. */
    private static final class Story {
        private long asked = NEVER;
        private long released = NEVER;
        private Observation.Signer signer;
        private Position at;
        private String source;

        void released(Observation seen, Observation.Signer by) {
            if (seen.endNanos() < released) {
                released = seen.endNanos();
                signer = by;
                at = seen.at();
                source = seen.source();
            }
        }
    }

    private final Map<Digest, Story> stories = new LinkedHashMap<>();
    private final Map<Observation.Signer, NavigableMap<Position, Long>> released = new HashMap<>();
    /** One for each that is equal: thousands of stories name it. */
    private final Map<Observation.Signer, Observation.Signer> signers = new HashMap<>();

    @Override
    public void see(Observation seen) {
        if (seen.event() == Observation.Event.REQUEST) {
            Story story = story(seen);
            story.asked = Math.min(story.asked, seen.beginNanos());
        } else if (seen.event() == Observation.Event.SIGNATURE && seen.kind().isVoteOrProposal()) {
            Observation.Signer signer = signers.computeIfAbsent(seen.signer(), one -> one);
            story(seen).released(seen, signer);
            released.computeIfAbsent(signer, one -> new TreeMap<>()).merge(seen.at(), seen.endNanos(), Math::min);
        }
    }

    @Override
    public List<Violation> broken() {
        Map<Observation.Signer, NavigableMap<Position, Long>> firstAtOrAbove = new HashMap<>();
        released.forEach((signer, ends) -> firstAtOrAbove.put(signer, earliestFromAbove(ends)));
        List<Violation> violations = new ArrayList<>();
        for (Story story : stories.values()) {
            if (story.released == NEVER) {
                continue;
            }
            Map.Entry<Position, Long> higher = firstAtOrAbove.get(story.signer).higherEntry(story.at);
            if (story.asked == NEVER) {
                violations.add(violation(story, "nobody asked for these bytes"));
            } else if (story.asked > story.released) {
                violations.add(violation(story, "released before anybody asked for it"));
            } else if (higher != null && story.asked > higher.getValue()) {
                violations.add(violation(story, "first asked for after something higher was released"));
            }
        }
        return violations;
    }

    /** For each position the earliest release at it or above it. */
    private static NavigableMap<Position, Long> earliestFromAbove(NavigableMap<Position, Long> ends) {
        TreeMap<Position, Long> earliest = new TreeMap<>();
        long least = NEVER;
        for (Map.Entry<Position, Long> end : ends.descendingMap().entrySet()) {
            least = Math.min(least, end.getValue());
            earliest.put(end.getKey(), least);
        }
        return earliest;
    }

    private Story story(Observation seen) {
        Digest message = Digest.of(seen.publicKey(), seen.chainId(), seen.kind().name(), seen.signBytes());
        return stories.computeIfAbsent(message, one -> new Story());
    }

    private static Violation violation(Story story, String what) {
        return new Violation(Promise.S3, story.at, what, List.of(story.source));
    }
}
