package io.raftkms.chaos.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.chaos.cluster.ConsensusKey;
import io.raftkms.chaos.cluster.FreePorts;
import io.raftkms.chaos.cluster.LedgerView;
import io.raftkms.chaos.cluster.Member;
import io.raftkms.chaos.cluster.Program;
import io.raftkms.chaos.cluster.TestCluster;
import io.raftkms.chaos.cluster.Workplace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A member that was stopped in order and starts again. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RestartLifecycle {
    private static final String CHAIN = "restart";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Program program = Program.find();
    private Path directory;

    @BeforeEach
    void makeADirectory() throws IOException {
        directory = Workplace.create();
    }

    @AfterEach
    void removeEverything() throws IOException {
        Workplace.remove(directory);
    }

    @Test
    void keepsItsMarkAcrossAStop() throws Exception {
        String validator = "tcp://127.0.0.1:" + FreePorts.take();
        Path key = ConsensusKey.generate(directory.resolve("key.json")).file();
        try (TestCluster cluster = TestCluster.create(program, directory, CHAIN, List.of(validator), key)) {
            cluster.start();
            cluster.enrolNewChain();
            program.mustRun(LIMIT, "bench", "--listen", validator, "--chain-id", CHAIN, "--heights", "3");
            LedgerView before = cluster.awaitEqualLedgers(LIMIT);

            Member stopped = cluster.member("b");
            stopped.process().terminate();
            assertThat(stopped.process().awaitExit(LIMIT)).as("exit code").isZero();
            stopped.start();
            cluster.awaitReady(LIMIT);

            assertThat(stopped.ledger()).isEqualTo(before);
            assertThat(before.highest())
                    .get()
                    .satisfies(mark -> assertThat(mark.height()).isEqualTo(3));
        }
    }
}
