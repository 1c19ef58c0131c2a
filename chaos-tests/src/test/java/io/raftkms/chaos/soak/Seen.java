package io.raftkms.chaos.soak;

import io.raftkms.chaos.judge.Observation;
import io.raftkms.chaos.wire.Kind;
import io.raftkms.chaos.wire.Position;

/** Observations of a node, of which only what a test is about differs. */
record Seen(String node) {
    private static final long MILLI = 1_000_000;

    Observation asked(long height, String bytes, long atMillis) {
        return observation(Observation.Event.REQUEST, height, bytes, atMillis, atMillis);
    }

    Observation signed(long height, String bytes, long fromMillis, long toMillis) {
        return observation(Observation.Event.SIGNATURE, height, bytes, fromMillis, toMillis);
    }

    Observation refused(long height, String bytes, long fromMillis, long toMillis) {
        return observation(Observation.Event.REFUSAL, height, bytes, fromMillis, toMillis);
    }

    Observation lost(long height, String bytes, long fromMillis, long toMillis) {
        return observation(Observation.Event.LOST, height, bytes, fromMillis, toMillis);
    }

    Observation askedForTheKey(long fromMillis, long toMillis) {
        return new Observation(
                Observation.Event.KEY,
                node,
                "",
                Kind.PUBLIC_KEY,
                "chain",
                new Position(0, 0, 0),
                "",
                "",
                "key",
                fromMillis * MILLI,
                toMillis * MILLI,
                "file:1");
    }

    private Observation observation(Observation.Event event, long height, String bytes, long from, long to) {
        return new Observation(
                event,
                node,
                "1",
                Kind.VOTE,
                "chain",
                new Position(height, 0, Position.PREVOTE),
                bytes,
                "",
                "key",
                from * MILLI,
                to * MILLI,
                "file:1");
    }
}
