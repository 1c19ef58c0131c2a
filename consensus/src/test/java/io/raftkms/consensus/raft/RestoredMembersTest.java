package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.ledger.Command;
import io.raftkms.consensus.rule.Ask;
import io.raftkms.consensus.rule.Decision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members whose files are those of an earlier time; files are copied while they run, as after a crash. */
class RestoredMembersTest {
    private static final int KNOWN_TO_ALL = 3;
    private static final int KNOWN_TO_ONE = 8;

    @TempDir
    Path directory;

    private TestCluster cluster;

    @BeforeEach
    void threeMembersWithAFewVotes() {
        cluster = TestCluster.running(directory, 3);
        cluster.enrol();
        votes(1, KNOWN_TO_ALL);
        cluster.awaitEqualLedgers();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aHealthyMemberEndsBeforeARestoredMajorityRewritesItsLog() {
        MemberId healthy = cluster.ids().get(0);
        List<MemberId> restored = cluster.ids().subList(1, 3);
        restored.forEach(id -> save(id, "backup"));
        votes(KNOWN_TO_ALL + 1, KNOWN_TO_ONE);
        cluster.awaitEqualLedgers();
        save(healthy, "crash");
        cluster.stopAll();
        restored.forEach(id -> restore(id, "backup"));
        restore(healthy, "crash");
        restored.forEach(cluster::start);
        assertThat(cluster.reserve(Ask.prevote(KNOWN_TO_ONE, 0, 'B'))).isInstanceOf(Decision.Reserve.class);

        RatisClusterMember member = cluster.start(healthy);

        TestCluster.patiently().until(() -> cluster.faults.get(healthy).faults().contains(Fault.WATERMARK_REGRESSION));
        assertThat(member.caughtUp()).isFalse();
        assertThat(member.leadership().ready()).isFalse();
        assertThat(member.ledger().key(TestCluster.KEY).stream()
                        .flatMap(key -> key
                                .recent()
                                .at(Ask.prevote(KNOWN_TO_ONE, 0, 'B').position())
                                .stream()))
                .isEmpty();
    }

    @Test
    void aMemberSubmitsNothingUntilItKnowsAgainWhatItKnewBefore() {
        List<MemberId> ids = cluster.ids();
        ids.forEach(id -> save(id, "crash"));
        cluster.stopAll();
        ids.forEach(id -> restore(id, "crash"));

        RatisClusterMember alone = cluster.start(ids.get(0));

        assertThat(alone.caughtUp()).isFalse();
        assertThat(alone.submit(new Command.Noop()))
                .succeedsWithin(Duration.ofSeconds(1))
                .isEqualTo(new Submission.NoOutcome(
                        "this member has not caught up with what it knew before", Optional.empty(), true));
        cluster.start(ids.get(1));
        TestCluster.patiently().until(alone::caughtUp);
        assertThat(cluster.leader().caughtUp()).isTrue();
        assertThat(cluster.reserve(Ask.prevote(KNOWN_TO_ALL, 0, 'A'))).isInstanceOf(Decision.Reuse.class);
        cluster.assertNoFaults();
    }

    private void votes(int from, int to) {
        for (int height = from; height <= to; height++) {
            cluster.reserve(Ask.prevote(height, 0, 'A'));
        }
    }

    private void save(MemberId id, String name) {
        copy(directory.resolve(id.name()), directory.resolve(id.name() + "-" + name));
    }

    private void restore(MemberId id, String name) {
        Path data = directory.resolve(id.name());
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        copy(directory.resolve(id.name() + "-" + name), data);
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
