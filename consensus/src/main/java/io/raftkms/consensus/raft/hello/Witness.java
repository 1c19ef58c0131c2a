package io.raftkms.consensus.raft.hello;

import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.store.LogPosition;
import io.raftkms.consensus.raft.store.PeerRecord;
import io.raftkms.consensus.raft.store.PeersFile;
import io.raftkms.consensus.raft.store.PeersStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Writes down what other members' disks hold. A new start is on the own disk before it is accepted, so that of two
 * copies one is refused whatever happens here; how far a log reaches is forced every second.
 */
public final class Witness {
    /** An acknowledgement counts only while the start is known that gives it: members greet every second. */
    private static final Duration KNOWN_FOR = Duration.ofMillis(1500);

    private final PeersStore peers;
    private final LongSupplier nanoTime;
    private final Map<MemberId, Long> greeted = new ConcurrentHashMap<>();
    /** Beside the file, which is locked while it is forced: whoever applies entries waits for no disk. */
    private final Map<MemberId, LogPosition> acknowledged = new ConcurrentHashMap<>();

    private volatile Runnable acknowledgements = () -> {};

    public Witness(PeersStore peers, LongSupplier nanoTime) {
        this.peers = peers;
        this.nanoTime = nanoTime;
    }

    /**
     * A start that may run. A member that is not formed itself remembers nothing: it could only be in the way. That the
     * group has the other is remembered for ever, so it is not taken from an entry that may still be cut off.
     */
    void accepted(HelloFacts told, GroupPlace.Found place) {
        PeersFile own = peers.now();
        if (!own.formed()) {
            return;
        }
        Optional<PeerRecord> known = own.known(told.member());
        boolean news = known.isEmpty()
                || !known.get().startId().equals(told.startId())
                || known.get().formed() != told.formed()
                || (place.listed() && !known.get().listed());
        if (news) {
            peers.keep(file -> file.with(told.member(), of(told, place, file.known(told.member()))));
        } else {
            peers.note(file -> file.with(told.member(), of(told, place, file.known(told.member()))));
        }
        greeted.put(told.member(), nanoTime.getAsLong());
    }

    /** The member's start, by its answer to a greeting: its acknowledgements count on if it is the known one. */
    void answered(HelloFacts told) {
        boolean same = peers.now()
                .known(told.member())
                .map(known -> known.startId().equals(told.startId()))
                .orElse(false);
        if (same) {
            greeted.put(told.member(), nanoTime.getAsLong());
        }
    }

    /** The leader of Raft, which is this member, has an acknowledgement of this entry from the member. */
    public void acknowledged(MemberId member, LogPosition entry) {
        Long last = greeted.get(member);
        if (last != null && nanoTime.getAsLong() - last < KNOWN_FOR.toNanos()) {
            acknowledged.merge(member, entry, (one, other) -> one.compareTo(other) < 0 ? other : one);
        }
    }

    /**
     * @param take takes down the acknowledgements that Raft knows by now
     */
    public void learnFrom(Runnable take) {
        acknowledgements = take;
    }

    /** Puts everything that was acknowledged by now into what is known. */
    public synchronized void learn() {
        acknowledgements.run();
        for (MemberId member : acknowledged.keySet()) {
            LogPosition entry = acknowledged.remove(member);
            if (entry != null) {
                peers.note(file -> file.known(member)
                        .map(known -> file.with(member, known.with(0, Optional.of(entry))))
                        .orElse(file));
            }
        }
    }

    private static PeerRecord of(HelloFacts told, GroupPlace.Found place, Optional<PeerRecord> known) {
        PeerRecord now = new PeerRecord(
                told.firstStartId(),
                told.startNumber(),
                told.startId(),
                told.formed(),
                place.listed() || known.map(PeerRecord::listed).orElse(false),
                told.now().voteTerm(),
                told.now().end());
        return known.map(before -> now.with(before.voteTerm(), before.forced())).orElse(now);
    }
}
