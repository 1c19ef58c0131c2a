package io.raftkms.consensus.ledger;

import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.DoubleSignRule;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.consensus.rule.Reservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every enrolled key with its mark. Immutable, so that any thread may read one while entries are applied; equal exactly
 * when the hashes are.
 */
public final class LedgerState {
    /** Nothing is enrolled. */
    public static final LedgerState EMPTY = new LedgerState(1, List.of());

    /** Most keys of a ledger; bounds what a snapshot can hold. */
    public static final int MAX_KEYS = 1024;

    private final int version;
    private final List<KeyState> ascending;

    private LedgerState(int version, List<KeyState> ascending) {
        this.version = version;
        this.ascending = ascending;
    }

    /**
     * @param version of new entries
     * @param ascending states of different keys, ascending by key
     * @throws IllegalArgumentException if they are not, or more than {@link #MAX_KEYS}, or the version is unknown
     */
    static LedgerState of(int version, List<KeyState> ascending) {
        Entry.requireKnown(version);
        if (ascending.size() > MAX_KEYS) {
            throw new IllegalArgumentException("at most " + MAX_KEYS + " keys are enrolled, not " + ascending.size());
        }
        for (int i = 1; i < ascending.size(); i++) {
            if (ascending.get(i - 1).key().compareTo(ascending.get(i).key()) >= 0) {
                throw new IllegalArgumentException("keys ascend, each once");
            }
        }
        return new LedgerState(version, List.copyOf(ascending));
    }

    /** The version of new entries: the newest that all members know, as an operator confirmed. */
    public int version() {
        return version;
    }

    /** The state of a key, if it is enrolled. */
    public Optional<KeyState> key(KeyId key) {
        int place = place(key);
        return place < 0 ? Optional.empty() : Optional.of(ascending.get(place));
    }

    /** All enrolled keys, ascending by chain id, then key. */
    public List<KeyState> keys() {
        return ascending;
    }

    /**
     * What a committed entry makes of this state. The only way to another state but a snapshot.
     *
     * @param index the entry's place in the log, from 1
     */
    public Transition apply(Entry entry, long index) {
        return LedgerApply.apply(this, entry, index);
    }

    /**
     * What this state, once applied, answers to a request without an entry: the same bytes reserved before, a conflict
     * with bytes that are kept, bytes that are none. Empty when the log has to be asked: for what would be reserved, and
     * for every refusal that an entry not yet applied here may have undone. A regression is one of those: after a
     * lowering the same request is reserved. Decided by the rule that new entries are decided by, not by the newest that
     * this program knows: until an upgrade is finalized, members of the release before must answer alike.
     */
    public Optional<Decision> preview(KeyId key, Reservation request) {
        Decision decision = DoubleSignRule.decide(version, key(key), request);
        if (decision instanceof Decision.Reuse) {
            return Optional.of(decision);
        }
        if (decision instanceof Decision.Refuse refuse) {
            return switch (refuse.reason()) {
                case CONFLICT, MALFORMED -> Optional.of(decision);
                case NOT_ENROLLED,
                        SEALED,
                        PAUSED,
                        HEIGHT_REGRESSION,
                        ROUND_REGRESSION,
                        STEP_REGRESSION,
                        BEYOND_JUMP_LIMIT -> Optional.empty();
            };
        }
        return Optional.empty();
    }

    /** SHA-256 over the state's one encoding, 32 bytes: equal on all members that applied the same entries. */
    public byte[] hash() {
        return Sha256.of(StateCodec.encode(this));
    }

    /** This state's one encoding, which {@link #hash} is of; equal states have equal ones. */
    public byte[] encoded() {
        return StateCodec.encode(this);
    }

    /**
     * Reads back what {@link #encoded} gave.
     *
     * @throws IllegalArgumentException if these are other bytes
     */
    public static LedgerState decode(byte[] encoded) {
        return StateCodec.decode(encoded);
    }

    /** This state with new entries of another version. */
    LedgerState withVersion(int next) {
        return of(next, ascending);
    }

    /** This state with one key's state added or replaced. */
    LedgerState with(KeyState changed) {
        int place = place(changed.key());
        List<KeyState> next = new ArrayList<>(ascending);
        if (place >= 0) {
            next.set(place, changed);
        } else {
            next.add(-place - 1, changed);
        }
        return new LedgerState(version, List.copyOf(next));
    }

    private int place(KeyId key) {
        int low = 0;
        int high = ascending.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = ascending.get(middle).key().compareTo(key);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LedgerState state && version == state.version && ascending.equals(state.ascending);
    }

    @Override
    public int hashCode() {
        return 31 * version + ascending.hashCode();
    }

    @Override
    public String toString() {
        return "ledger of " + ascending.size() + " keys";
    }
}
