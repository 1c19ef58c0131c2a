package io.raftkms.signer.simulator;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Watches while it happens whether two signatures for one height, round and step cover different bytes, over all nodes that
 * report to it, then passes everything on. It remembers the last {@value #REMEMBERED} positions; for all of them there is
 * the observation file and a checker.
 */
public final class DifferentSignatures implements Observer {
    static final int REMEMBERED = 100_000;

    private final Observer next;
    private final Map<Position, ByteString> signed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Position, ByteString> eldest) {
            return size() > REMEMBERED;
        }
    };
    private long found;
    private String first;

    private record Position(ByteString publicKey, String chainId, HeightRoundStep at) {}

    public DifferentSignatures(Observer next) {
        this.next = next;
    }

    @Override
    public void observe(Observation observation) {
        if (observation.event() == Observation.Event.SIGNATURE && observation.kind() != Observation.Kind.EXTENSION) {
            compare(observation);
        }
        next.observe(observation);
    }

    private synchronized void compare(Observation seen) {
        Position position = new Position(seen.publicKey(), seen.chainId(), seen.at());
        ByteString before = signed.putIfAbsent(position, seen.signBytes());
        if (before != null && !before.equals(seen.signBytes())) {
            found++;
            if (first == null) {
                first = "h/r/s " + seen.at() + ", the second one for " + seen.validator();
            }
        }
    }

    /** How many signatures covered other bytes than the first one for their position. */
    public synchronized long found() {
        return found;
    }

    /** Where the first of them was. */
    public synchronized Optional<String> first() {
        return Optional.ofNullable(first);
    }
}
