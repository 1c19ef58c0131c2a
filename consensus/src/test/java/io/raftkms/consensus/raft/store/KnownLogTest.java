package io.raftkms.consensus.raft.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Known: entry 300 of term 1, entry 500 of term 3. */
class KnownLogTest {
    private final KnownLog known = new KnownLog(List.of(new LogPosition(3, 500), new LogPosition(1, 300)));

    @ParameterizedTest(name = "entry {0} of term {1}")
    @CsvSource({"0,0", "299,1", "300,1", "301,1", "301,2", "499,3", "500,3", "501,3", "501,9"})
    void takesWhatCanBeOfTheSameLog(long index, long term) {
        assertThatCode(() -> known.require(new LogPosition(term, index))).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "entry {0} of term {1}")
    @CsvSource({"299,2", "300,0", "300,2", "301,0", "301,4", "500,2", "500,4", "501,2"})
    void refusesWhatCannot(long index, long term) {
        MemberFaultException refusal =
                catchThrowableOfType(MemberFaultException.class, () -> known.require(new LogPosition(term, index)));

        assertThat(refusal.fault()).isEqualTo(Fault.WATERMARK_REGRESSION);
        assertThat(refusal)
                .hasMessageContaining("The cluster's log has entry " + index + " (term " + term
                        + "), while this member has applied entry ")
                .hasMessageContaining(" before: it is another log. ");
        assertThat(refusal).hasMessageContaining("Never restore a member");
    }

    @Test
    void takesEverythingWhereNothingIsKnown() {
        KnownLog nothing = new KnownLog(List.of());

        assertThat(nothing.lastIndex()).isEqualTo(-1);
        assertThatCode(() -> nothing.require(new LogPosition(7, 0))).doesNotThrowAnyException();
    }
}
