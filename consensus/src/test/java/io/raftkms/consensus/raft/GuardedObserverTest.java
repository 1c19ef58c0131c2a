package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.raftkms.consensus.ledger.Answer;
import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.Entry;
import io.raftkms.consensus.ledger.LedgerState;
import org.junit.jupiter.api.Test;

class GuardedObserverTest {
    private static final AppliedEntry ENTRY =
            new AppliedEntry(1, 1, new Entry(1, new Command.Noop()), new Answer.Done(), LedgerState.EMPTY);

    private static AppliedObserver throwing(Throwable what) {
        return new GuardedObserver(entry -> GuardedObserverTest.<RuntimeException>sneak(what));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable what) throws T {
        throw (T) what;
    }

    @Test
    void whatAnObserverThrowsDoesNotReachApply() {
        assertThatCode(() -> throwing(new IllegalStateException("defect")).applied(ENTRY))
                .doesNotThrowAnyException();
        assertThatCode(() -> throwing(new AssertionError("defect")).applied(ENTRY))
                .doesNotThrowAnyException();
    }

    @Test
    void illnessOfTheJvmPasses() {
        assertThatThrownBy(() -> throwing(new OutOfMemoryError("ill")).applied(ENTRY))
                .isInstanceOf(OutOfMemoryError.class);
    }
}
