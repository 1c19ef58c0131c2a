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
import io.raftkms.consensus.rule.Reservation;
import io.raftkms.protocol.signbytes.HeightRoundStep;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps watermark and run.json in step with what is applied. */
final class StoredMarks implements MarkGuard {
    /** Snapshots do not say which command set a mark last; no command lowers one yet. */
    private static final long NO_LOWERING = 0;

    private final MemberStore store;
    private boolean covered;

    StoredMarks(MemberStore store) {
        this.store = store;
    }

    @Override
    public void beforeApply(long term, long index, Transition transition) {
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
        store.runRecord().applied(new LogPosition(term, index));
        if (!covered && index >= store.appliedBefore()) {
            covered = store.watermark().verifyCovers(marks(state), index);
        }
    }

    @Override
    public void beforeRestored(Snapshot snapshot) {
        LogPosition last = new LogPosition(snapshot.term(), snapshot.index());
        for (KeyState key : snapshot.state().keys()) {
            Optional<ByteString> signBytes = key.recent().at(key.mark()).map(Reservation::signBytes);
            store.watermark().restore(key.key(), new RestoredMark(key.mark(), signBytes, NO_LOWERING, last));
        }
    }

    private static MarkChange.Kind kind(MarkMove.Kind kind) {
        return switch (kind) {
            case RESERVE -> MarkChange.Kind.RESERVE;
            case ENROL -> MarkChange.Kind.SET;
        };
    }

    private static Map<KeyId, HeightRoundStep> marks(LedgerState state) {
        Map<KeyId, HeightRoundStep> marks = new HashMap<>();
        state.keys().forEach(key -> marks.put(key.key(), key.mark()));
        return marks;
    }
}
