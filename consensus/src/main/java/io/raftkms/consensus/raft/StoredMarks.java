package io.raftkms.consensus.raft;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.ledger.MarkMove;
import io.raftkms.consensus.ledger.Snapshot;
import io.raftkms.consensus.ledger.Transition;
import io.raftkms.consensus.raft.store.LogPosition;
import io.raftkms.consensus.raft.store.MarkChange;
import io.raftkms.consensus.raft.store.MemberStore;
import io.raftkms.consensus.raft.store.RestoredMark;
import io.raftkms.consensus.rule.KeyId;
import io.raftkms.consensus.rule.KeyState;
import io.raftkms.consensus.rule.Lowering;
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps watermark and run.json in step with what is applied. */
final class StoredMarks implements MarkGuard {
    private final MemberStore store;
    private volatile boolean covered;

    StoredMarks(MemberStore store) {
        this.store = store;
        this.covered = store.known().lastIndex() < 0;
    }

    @Override
    public boolean covered() {
        return covered;
    }

    @Override
    public long appliedBefore() {
        return store.known().lastIndex();
    }

    @Override
    public boolean recorded(KeyId key) {
        return store.watermark().at(key).isPresent();
    }

    @Override
    public int recordedKeys() {
        return store.watermark().keys();
    }

    @Override
    public void beforeApply(long term, long index, Transition transition) throws MemberFaultException {
        requireSameLog(new LogPosition(term, index));
        if (transition.moved().isEmpty()) {
            return;
        }
        MarkMove move = transition.moved().get();
        Optional<ByteString> signBytes = Optional.of(move.signBytes()).filter(bytes -> !bytes.isEmpty());
        store.watermark()
                .advance(
                        move.key(),
                        new MarkChange(kind(move.kind()), move.at(), signBytes, new LogPosition(term, index)));
    }

    @Override
    public void applied(long term, long index, LedgerState state) throws MemberFaultException {
        LogPosition entry = new LogPosition(term, index);
        requireSameLog(entry);
        store.runRecord().applied(entry);
        if (!covered && index >= appliedBefore()) {
            covered = store.watermark().verifyCovers(marks(state), index);
        }
    }

    @Override
    public void beforeRestored(Snapshot snapshot) throws MemberFaultException {
        LogPosition last = new LogPosition(snapshot.term(), snapshot.index());
        requireSameLog(last);
        store.watermark()
                .requireHeld(snapshot.state().keys().stream().map(KeyState::key).toList(), last);
        for (KeyState key : snapshot.state().keys()) {
            Optional<ByteString> signBytes = key.recent().at(key.mark()).map(Reservation::signBytes);
            long lowered = key.lowering().map(Lowering::index).orElse(0L);
            store.watermark().restore(key.key(), new RestoredMark(key.mark(), signBytes, lowered, last));
        }
    }

    private void requireSameLog(LogPosition entry) throws MemberFaultException {
        if (!covered) {
            store.known().require(entry);
        }
    }

    private static MarkChange.Kind kind(MarkMove.Kind kind) {
        return switch (kind) {
            case RESERVE -> MarkChange.Kind.RESERVE;
            case ENROL -> MarkChange.Kind.ENROL;
            case SET -> MarkChange.Kind.SET;
        };
    }

    private static Map<KeyId, HeightRoundStep> marks(LedgerState state) {
        Map<KeyId, HeightRoundStep> marks = new HashMap<>();
        state.keys().forEach(key -> marks.put(key.key(), key.mark()));
        return marks;
    }
}
