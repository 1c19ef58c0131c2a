package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.CommandCodec;
import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.ledger.Snapshot;
import io.raftkms.consensus.ledger.Transition;
import io.raftkms.consensus.rule.Enrolment;
import io.raftkms.consensus.rule.KeyId;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

/** A defect while an entry is applied: the member ends before anybody sees the state after it. */
class FailedApplyTest {
    private final RecordedFailStop failStop = new RecordedFailStop();
    private final LedgerStateMachine stateMachine = new LedgerStateMachine(
            new DefectiveGuard(),
            failStop,
            null,
            (leader, term) -> {},
            () -> {},
            Runnable::run,
            () -> {},
            AppliedObserver.NONE,
            how -> {});

    @Test
    void endsTheMemberAndLeavesTheLedgerAsItWas() {
        TransactionContext enrolment = TransactionContext.newBuilder()
                .setStateMachine(stateMachine)
                .setLogEntry(LogEntryProto.newBuilder()
                        .setTerm(2)
                        .setIndex(7)
                        .setStateMachineLogEntry(StateMachineLogEntryProto.newBuilder()
                                .setLogData(ByteString.copyFrom(CommandCodec.encode(
                                        new Command.Enrol(TestCluster.KEY, new Enrolment.NewChain(1))))))
                        .build())
                .build();

        assertThatThrownBy(() -> stateMachine.applyTransaction(enrolment)).isInstanceOf(IllegalStateException.class);

        assertThat(failStop.faults()).containsExactly(Fault.APPLY_FAILED);
        assertThat(failStop.details()).containsExactly("Log entry 7 cannot be applied: a defect");
        assertThat(stateMachine.ledger()).isSameAs(LedgerState.EMPTY);
    }

    private static final class DefectiveGuard implements MarkGuard {
        @Override
        public boolean covered() {
            return true;
        }

        @Override
        public long appliedBefore() {
            return -1;
        }

        @Override
        public boolean recorded(KeyId key) {
            return false;
        }

        @Override
        public int recordedKeys() {
            return 0;
        }

        @Override
        public void beforeApply(long term, long index, Transition transition) {
            throw new IllegalStateException("a defect");
        }

        @Override
        public void applied(long term, long index, LedgerState state) {}

        @Override
        public void beforeRestored(Snapshot snapshot) {}
    }
}
