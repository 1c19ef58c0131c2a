package io.raftkms.consensus.model;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.Answer;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.Entry;
import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.ledger.SnapshotCodec;
import io.raftkms.consensus.ledger.SnapshotFormatException;
import io.raftkms.consensus.ledger.Transition;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.consensus.rule.KnownVersions;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ledger of the product with numbers for its states. Entries are applied, requests answered and snapshots written and
 * read by {@link LedgerState} and {@link SnapshotCodec}; each case once, then remembered.
 */
final class LedgerTable {
    private final KeyId key;
    private final List<Command> commands;
    private final List<LedgerState> states = new ArrayList<>();
    private final Map<LedgerState, Integer> numbers = new HashMap<>();
    private final Map<Integer, Applied> applied = new HashMap<>();
    private final Map<Integer, Optional<Integer>> previews = new HashMap<>();
    private final List<Integer> covered = new ArrayList<>();
    private final List<Integer> held = new ArrayList<>();
    private final Map<Long, Integer> snapshots = new HashMap<>();

    /**
     * What an entry did.
     *
     * @param next number of the state after it
     * @param grants bit of the wish whose bytes may be signed by it; 0 for none
     * @param moved whether it set the mark
     * @param accepted whether it was not refused
     */
    record Applied(int next, int grants, boolean moved, boolean accepted) {}

    /**
     * @param first applied to the empty ledger before anything happens; number 0 is the state after it
     */
    LedgerTable(KeyId key, List<Command> first, List<Command> commands) {
        this.key = key;
        this.commands = List.copyOf(commands);
        LedgerState state = LedgerState.EMPTY;
        for (int i = 0; i < first.size(); i++) {
            state = state.apply(new Entry(KnownVersions.newest(), first.get(i)), i + 1)
                    .next();
        }
        number(state);
    }

    Command command(int number) {
        return commands.get(number);
    }

    int commands() {
        return commands.size();
    }

    Applied apply(int ledger, int command, int index) {
        return applied.computeIfAbsent(ledger << 12 | command << 6 | index, one -> {
            Transition transition =
                    states.get(ledger).apply(new Entry(KnownVersions.newest(), commands.get(command)), index);
            Answer answer = transition.answer();
            int grants = answer instanceof Answer.Decided decided ? granted(decided.decision()) : 0;
            boolean refused = answer instanceof Answer.Refused || (answer instanceof Answer.Decided && grants == 0);
            return new Applied(
                    number(transition.next()), grants, transition.moved().isPresent(), !refused);
        });
    }

    /** What is answered from applied state: the bit of a wish to sign, 0 for a refusal; empty where the log is asked. */
    Optional<Integer> preview(int ledger, Wish wish) {
        return previews.computeIfAbsent(
                ledger << 6 | wish.ordinal(),
                one -> states.get(ledger).preview(key, wish.reservation()).map(LedgerTable::granted));
    }

    private static int granted(Decision decision) {
        if (decision instanceof Decision.Reserve reserve) {
            return wishOf(reserve.reservation().signBytes()).bit();
        }
        return decision instanceof Decision.Reuse reuse
                ? wishOf(reuse.signBytes()).bit()
                : 0;
    }

    private static Wish wishOf(ByteString signBytes) {
        for (Wish wish : Wish.values()) {
            if (wish.reservation().signBytes().equals(signBytes)) {
                return wish;
            }
        }
        throw new IllegalStateException("nobody asked for these bytes");
    }

    /** Bits of the wishes at whose position nothing else can be signed: what {@code state show} covers. */
    int covered(int ledger) {
        return covered.get(ledger);
    }

    /** Bits of the wishes whose very bytes are reserved. */
    int held(int ledger) {
        return held.get(ledger);
    }

    HeightRoundStep mark(int ledger) {
        return states.get(ledger).key(key).map(KeyState::mark).orElse(HeightRoundStep.ZERO);
    }

    /** What a snapshot of a state gives back, through its bytes. */
    int afterSnapshot(int ledger, int term, int index, boolean keepsMark, boolean keepsReservations) {
        long which = (long) ledger << 24 | term << 16 | index << 8 | (keepsMark ? 2 : 0) | (keepsReservations ? 1 : 0);
        return snapshots.computeIfAbsent(which, one -> {
            LedgerState written = BrokenSnapshot.of(states.get(ledger), key, keepsMark, keepsReservations);
            try {
                return number(SnapshotCodec.decode(SnapshotCodec.encode(written, term, index))
                        .state());
            } catch (SnapshotFormatException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private int number(LedgerState state) {
        Integer known = numbers.get(state);
        if (known != null) {
            return known;
        }
        int number = states.size();
        states.add(state);
        numbers.put(state, number);
        int covers = 0;
        int holds = 0;
        for (Wish wish : Wish.values()) {
            Optional<KeyState> now = state.key(key);
            Optional<Reservation> there = now.flatMap(k -> k.recent().at(wish.at()));
            boolean below = now.isPresent() && wish.at().compareTo(now.get().mark()) <= 0;
            covers |= below || there.isPresent() ? wish.bit() : 0;
            holds |= there.equals(Optional.of(wish.reservation())) ? wish.bit() : 0;
        }
        covered.add(covers);
        held.add(holds);
        return number;
    }
}
