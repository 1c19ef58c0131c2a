package io.raftkms.signer.recovery;

import io.raftkms.consensus.ledger.Answer;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.Entry;
import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.ledger.Snapshot;
import io.raftkms.consensus.ledger.Transition;
import io.raftkms.consensus.raft.store.LogInspection;
import io.raftkms.consensus.rule.Decision;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Walks from a snapshot through every entry of a log, committed or not, and keeps the highest position that each key may
 * have signed at. Two entries with one index and term have the same entries before them, so whatever of this log was ever
 * committed was decided as it is decided here. What is refused counts for nothing as long as the walk is whole; from the
 * first gap on everything counts.
 */
final class LedgerWalk {
    private final Map<KeyId, SeenKey> seen = new TreeMap<>();
    private final List<String> damages = new ArrayList<>();
    private final long snapshotIndex;
    private LedgerState ledger;
    private boolean whole;
    private long next;
    private String upTo;

    /**
     * @param lost there is a snapshot that cannot be read
     */
    LedgerWalk(Optional<Snapshot> snapshot, boolean lost) {
        ledger = snapshot.map(Snapshot::state).orElse(LedgerState.EMPTY);
        snapshotIndex = snapshot.map(Snapshot::index).orElse(-1L);
        upTo = snapshot.map(one -> "entry " + one.index() + " of term " + one.term())
                .orElse("nothing");
        next = snapshotIndex + 1;
        whole = !lost;
        ledger.keys().forEach(key -> see(of(key)));
    }

    void accept(LogInspection.LoggedEntry entry) {
        long index = entry.at().index();
        if (index <= snapshotIndex) {
            return;
        }
        if (index != next) {
            whole = false;
            damages.add("entries " + next + " to " + (index - 1) + " of the log are missing");
        }
        next = index + 1;
        upTo = "entry " + index + " of term " + entry.at().term();
        entry.unknown().ifPresent(why -> {
            whole = false;
            damages.add("entry " + index + " of the log cannot be understood: " + why);
        });
        entry.entry().ifPresent(known -> apply(known, index));
    }

    private void apply(Entry entry, long index) {
        Transition transition = ledger.apply(entry, index);
        if (whole && refused(transition.answer())) {
            return;
        }
        ledger = transition.next();
        positionOf(entry.command()).ifPresent(this::see);
        transition.moved().ifPresent(move -> see(new SeenKey(move.key(), move.at(), false, false)));
        if (!whole) {
            stopped(entry.command());
        }
    }

    /** Seals and pauses of keys that the walk may not know: part of the log is missing. */
    private void stopped(Command command) {
        if (command instanceof Command.Seal seal) {
            see(new SeenKey(seal.key(), HeightRoundStep.ZERO, true, false));
        }
        if (command instanceof Command.Pause pause) {
            List.copyOf(seen.values()).stream()
                    .filter(key -> pause.keys().includes(key.key()))
                    .forEach(key -> see(new SeenKey(key.key(), key.highest(), false, true)));
        }
    }

    private static boolean refused(Answer answer) {
        if (answer instanceof Answer.Decided decided) {
            return decided.decision() instanceof Decision.Refuse;
        }
        return answer instanceof Answer.Refused || answer instanceof Answer.EnrolmentRefused;
    }

    /** What a command says by itself, whatever the state before it was. */
    private static Optional<SeenKey> positionOf(Command command) {
        if (command instanceof Command.Reserve reserve) {
            return Optional.of(at(reserve.key(), reserve.reservation().at()));
        }
        if (command instanceof Command.Enrol enrol) {
            return Optional.of(at(enrol.key(), enrol.enrolment().mark()));
        }
        if (command instanceof Command.Raise raise) {
            return Optional.of(at(raise.key(), raise.floor().at()));
        }
        if (command instanceof Command.Unseal unseal) {
            return Optional.of(at(unseal.key(), unseal.floor().at()));
        }
        return Optional.empty();
    }

    private static SeenKey at(KeyId key, HeightRoundStep at) {
        return new SeenKey(key, at, false, false);
    }

    /** A lowered mark does not hide what was signed above it. */
    private static SeenKey of(KeyState key) {
        HeightRoundStep highest = key.mark();
        if (!key.reservations().isEmpty() && key.recent().highest().compareTo(highest) > 0) {
            highest = key.recent().highest();
        }
        return new SeenKey(key.key(), highest, key.sealed(), key.pause().isPresent());
    }

    private void see(SeenKey key) {
        seen.merge(key.key(), key, SeenKey::and);
    }

    /** The keys as the walk leaves them: a seal that the log lifts is lifted, unless something is missing in between. */
    List<SeenKey> keys() {
        List<SeenKey> keys = new ArrayList<>();
        for (SeenKey one : seen.values()) {
            SeenKey last = ledger.key(one.key()).map(LedgerWalk::of).orElse(at(one.key(), one.highest()));
            keys.add(
                    whole
                            ? new SeenKey(one.key(), one.and(last).highest(), last.sealed(), last.paused())
                            : one.and(last));
        }
        return keys;
    }

    /** Index of the last entry, in the log or in the snapshot; -1 without any. */
    long lastIndex() {
        return next - 1;
    }

    List<String> damages() {
        return List.copyOf(damages);
    }

    String upTo() {
        return upTo;
    }
}
