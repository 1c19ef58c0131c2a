package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.ledger.Entry;
import io.raftkms.consensus.ledger.KeySelection;
import io.raftkms.consensus.ledger.LedgerState;
import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Pause;
import io.raftkms.protocol.signbytes.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.ratis.util.SizeInBytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One log, applied by three members of three configurations: other timeouts, snapshots never, often and now and then, logs
 * cut and purged otherwise. Then each starts again with the next one's configuration.
 */
class ThreeConfigurationsTest {
    private static final int COMMANDS = 90;
    private static final SizeInBytes SMALL = SizeInBytes.valueOf("4KB");

    private static final List<Configuration> CONFIGURATIONS = List.of(
            new Configuration(RatisTuning.PRODUCTION, MemberSettings.Timeouts.LAN),
            new Configuration(new RatisTuning(SMALL, SMALL, 7, 1, 0, true), MemberSettings.Timeouts.REGION),
            new Configuration(
                    new RatisTuning(SizeInBytes.valueOf("16KB"), SMALL, 31, 8, 20, false),
                    new MemberSettings.Timeouts(Duration.ofMillis(200), Duration.ofMillis(500))));

    private record Configuration(RatisTuning tuning, MemberSettings.Timeouts timeouts) {}

    @TempDir
    Path directory;

    private TestCluster cluster;

    @AfterEach
    void stop() {
        cluster.close();
        cluster.assertNoFaults();
    }

    @Test
    void giveEqualHashesForOneLog() {
        long seed = new Random().nextLong();
        System.out.println("three configurations: seed " + seed);
        Random random = new Random(seed);
        cluster = new TestCluster(directory, RatisTuning.PRODUCTION, 3);
        startWithConfigurationsFrom(0);
        cluster.enrol();
        LedgerState applied = cluster.leader().ledger();
        for (int i = 0; i < COMMANDS; i++) {
            Command command = random(random, 1 + i / 10);
            Submission.Applied outcome = cluster.commit(command);
            applied = applied.apply(new Entry(applied.version(), command), outcome.index())
                    .next();
        }
        assertAllHave(applied);

        cluster.stopAll();
        startWithConfigurationsFrom(1);
        assertAllHave(applied);
    }

    private void startWithConfigurationsFrom(int shift) {
        List<MemberId> ids = cluster.ids();
        for (int i = 0; i < ids.size(); i++) {
            Configuration one = CONFIGURATIONS.get((i + shift) % CONFIGURATIONS.size());
            cluster.start(ids.get(i), one.tuning(), one.timeouts());
        }
        cluster.leader();
    }

    private void assertAllHave(LedgerState expected) {
        TestCluster.patiently()
                .untilAsserted(() -> assertThat(cluster.members())
                        .hasSize(3)
                        .allSatisfy(member -> assertThat(member.ledger().hash()).isEqualTo(expected.hash())));
    }

    private static Command random(Random random, long height) {
        KeySelection key = new KeySelection.One(TestCluster.KEY);
        Step[] steps = {Step.PROPOSAL, Step.PREVOTE, Step.PRECOMMIT};
        Ask ask = new Ask(
                steps[random.nextInt(steps.length)],
                height + random.nextInt(3) - (height > 1 ? 1 : 0),
                random.nextInt(2),
                random.nextBoolean() ? 'A' : 'B',
                -1,
                random.nextInt(3));
        return switch (random.nextInt(12)) {
            case 0 -> new Command.Pause(key, new Pause(OptionalLong.empty()));
            case 1, 2 -> new Command.Resume(key);
            case 3 -> new Command.Lower(TestCluster.KEY, ask.position(), false, "a test");
            default -> TestCluster.reservation(ask);
        };
    }
}
