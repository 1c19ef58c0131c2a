package io.raftkms.consensus.raft.hello;

import static org.assertj.core.api.Assertions.assertThat;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberId;
import io.raftkms.consensus.raft.store.DataDirectory;
import io.raftkms.consensus.raft.store.Identity;
import io.raftkms.consensus.raft.store.PeersStore;
import io.raftkms.consensus.raft.store.RunRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Members of two clusters that one CA has certified each for the other's: between real members TLS refuses that before,
 * so the hello's own check is the second lock.
 */
class ForeignHelloTest {
    private static final MemberId A = new MemberId("a", "000000000000000a");
    private static final MemberId B = new MemberId("b", "000000000000000b");

    @TempDir
    Path home;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<String> ends = new ArrayList<>();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void memberOfAnotherClusterIsToldWhichOneThisIs() throws Exception {
        PeersStore own = peers(A);
        PeersStore others = peers(B);
        OwnFacts foreign = facts("cluster-2", B, others);
        HelloAnswers answers = new HelloAnswers(
                foreign,
                others,
                new Witness(others, System::nanoTime),
                member -> new GroupPlace.Found(GroupPlace.UNKNOWN, false),
                (to, request) -> CompletableFuture.failedFuture(new IllegalStateException("not called")));

        try (HelloExchange exchange = new HelloExchange(
                facts("cluster-1", A, own),
                own,
                new Witness(own, System::nanoTime),
                Set.of(A, B),
                Set.of(A, B),
                (to, request) -> answers.answer(A, request),
                new Ends(),
                timer,
                System::nanoTime,
                Duration.ZERO)) {
            exchange.start();
        }

        assertThat(ends)
                .containsExactly(Fault.HELLO_NOT_A_MEMBER
                        + " Member b does not let this member run: it belongs to another cluster (this is cluster"
                        + " cluster-2). Put the configuration, tls and data that belong together in one place.");
    }

    private final class Ends implements HelloOutcome {
        @Override
        public void accepted() {
            ends.add("accepted");
        }

        @Override
        public void refused(Fault fault, String text) {
            ends.add(fault + " " + text);
        }
    }

    private PeersStore peers(MemberId member) throws Exception {
        DataDirectory directory = new DataDirectory(Files.createDirectories(home.resolve(member.name())));
        return PeersStore.open(directory, run(member), (fault, detail, cause) -> {
            throw new AssertionError(fault + ": " + detail, cause);
        });
    }

    private static OwnFacts facts(String clusterId, MemberId member, PeersStore peers) {
        return new OwnFacts(new Identity(clusterId, member), run(member), peers, Forced.NOTHING);
    }

    private static RunRecord run(MemberId member) {
        return new RunRecord(member, 1, member.nonce().substring(14).repeat(16), false, Optional.empty(), 0);
    }
}
