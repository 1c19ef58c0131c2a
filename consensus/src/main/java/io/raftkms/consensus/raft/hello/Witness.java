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
    /** An acknowledgement or a vote counts only while the start is known that gives it: members greet every second. */
    private static final Duration KNOWN_FOR = Duration.ofMillis(1500);

    private final PeersStore peers;
    private final LongSupplier nanoTime;
    private final Map<MemberId, Heard> heard = new ConcurrentHashMap<>();
    /** Beside the file, which is locked while it is forced: whoever applies entries waits for no disk. */
    private final Map<MemberId, Told> told = new ConcurrentHashMap<>();

    private volatile Runnable acknowledgements = () -> {};

    /** The start that a member was last heard with, and when its words arrived here or an answer to them left there. */
    private record Heard(String startId, long at) {}

    /** What a start has acknowledged or voted for. */
    private record Told(String startId, long term, Optional<LogPosition> entry) {
        Told and(Told later) {
            if (!startId.equals(later.startId)) {
                return later;
            }
            boolean further =
                    later.entry.isPresent() && (entry.isEmpty() || entry.get().compareTo(later.entry.get()) < 0);
            return new Told(startId, Math.max(term, later.term), further ? later.entry : entry);
        }
    }

    public Witness(PeersStore peers, LongSupplier nanoTime) {
        this.peers = peers;
        this.nanoTime = nanoTime;
    }

    /**
     * A start that may run. A member that is not formed itself remembers nothing: it could only be in the way. That the
     * group has the other is remembered for ever, so it is not taken from an entry that may still be cut off.
     *
     * @param arrived by {@link #now}, when its greeting arrived
     */
    void accepted(HelloFacts by, GroupPlace.Found place, long arrived) {
        PeersFile own = peers.now();
        if (!own.formed()) {
            return;
        }
        Optional<PeerRecord> known = own.known(by.member());
        boolean news = known.isEmpty()
                || !known.get().startId().equals(by.startId())
                || known.get().formed() != by.formed()
                || (place.listed() && !known.get().listed());
        if (news) {
            peers.keep(file -> file.with(by.member(), of(by, place, file.known(by.member()))));
        } else {
            peers.note(file -> file.with(by.member(), of(by, place, file.known(by.member()))));
        }
        heard.put(by.member(), new Heard(by.startId(), arrived));
    }

    /** For the times that are given here. */
    long now() {
        return nanoTime.getAsLong();
    }

    /** A start greets and is not judged yet: what comes over Raft from now on may be its own. */
    void greeted(HelloFacts by) {
        heard.computeIfPresent(by.member(), (member, last) -> last.startId().equals(by.startId()) ? last : null);
    }

    /**
     * The member's start, by its answer to a greeting: its acknowledgements count on if it is the known one.
     *
     * @param asked by {@link #now}, when the greeting left
     */
    void answered(HelloFacts by, long asked) {
        greeted(by);
        heard.computeIfPresent(by.member(), (member, last) -> new Heard(last.startId(), Math.max(last.at(), asked)));
    }

    /** The leader of Raft, which is this member, has an acknowledgement of this entry from the member. */
    public void acknowledged(MemberId member, LogPosition entry) {
        told(member, 0, Optional.of(entry));
    }

    /** The member has voted for this one in the term: its vote file cannot be older any more. */
    public void voted(MemberId member, long term) {
        told(member, term, Optional.empty());
    }

    private void told(MemberId member, long term, Optional<LogPosition> entry) {
        Heard last = heard.get(member);
        if (last != null && now() - last.at() < KNOWN_FOR.toNanos()) {
            told.merge(member, new Told(last.startId(), term, entry), Told::and);
        }
    }

    /**
     * @param take takes down the acknowledgements that Raft knows by now
     */
    public void learnFrom(Runnable take) {
        acknowledgements = take;
    }

    /** Takes down the acknowledgements by now; from any thread. Waits for no disk. */
    public void take() {
        acknowledgements.run();
    }

    /** Puts every acknowledgement and vote by now into what is known. */
    public synchronized void learn() {
        take();
        for (MemberId member : told.keySet()) {
            Told by = told.remove(member);
            if (by != null) {
                peers.note(file -> file.known(member)
                        .filter(known -> known.startId().equals(by.startId()))
                        .map(known -> file.with(member, known.with(by.term(), by.entry())))
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
