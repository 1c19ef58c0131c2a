package io.raftkms.chaos.lifecycle;

import static io.raftkms.chaos.lifecycle.TestValidator.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.LedgerView;
import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.TestCluster;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A member that was stopped in order and starts again. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RestartLifecycle {
    @RegisterExtension
    final TestValidator validator = new TestValidator("restart");

    @Test
    void keepsItsMarkAcrossAStop() throws Exception {
        TestCluster cluster = validator.running();
        validator.sign(1, 3);
        LedgerView before = cluster.awaitEqualLedgers(LIMIT);

        Member stopped = cluster.member("b");
        stopped.stop();
        stopped.start();
        cluster.awaitReady(LIMIT);

        assertThat(stopped.ledger()).isEqualTo(before);
        assertThat(before.highest())
                .get()
                .satisfies(mark -> assertThat(mark.height()).isEqualTo(3));
    }
}
