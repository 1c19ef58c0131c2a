package io.raftkms.consensus.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.server.RaftServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemberThreadsTest {
    private static final String NAME = "a#1@group-0-LeaderElection";

    private final MemberThreads threads =
            new MemberThreads(new MemberId("a", "0000000000000001"), (fault, detail, cause) -> {});
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void endAll() {
        end.countDown();
    }

    @Test
    void anElectionInARoundMayWriteUnlessItWaitsForVotes() throws Exception {
        assertThat(threads.otherElectionWrites()).isFalse();

        election(7, this::waitForResults);
        assertThat(threads.otherElectionWrites()).as("it has written").isFalse();

        election(8, this::initElection);
        assertThat(threads.otherElectionWrites()).isTrue();
    }

    @Test
    void whoeverAsksForAnElectionIsNotHeldUpByThatOne() throws Exception {
        election(8, this::initElection);

        assertThat(seenBy(NAME + "8-2")).isFalse();
        assertThat(seenBy(NAME + "9-1")).isTrue();
        assertThat(seenBy(NAME + "88-1")).isTrue();
    }

    /** The names are what Ratis 3.3 calls them: without them every election would be taken for one that has written. */
    @Test
    void ratisHasTheseMethods() throws Exception {
        Class<?> election = Class.forName("org.apache.ratis.server.impl.LeaderElection", false, ratis());

        assertThat(Arrays.stream(election.getDeclaredMethods()).map(method -> method.getName()))
                .contains("askForVotes", "waitForResults");
    }

    private static ClassLoader ratis() {
        return RaftServer.class.getClassLoader();
    }

    private boolean seenBy(String name) throws Exception {
        FutureTask<Boolean> look = new FutureTask<>(threads::otherElectionWrites);
        new Thread(threads, look, name).start();
        return look.get(30, TimeUnit.SECONDS);
    }

    private void election(int number, Runnable phase) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Thread thread = new Thread(threads, () -> askForVotes(begun, phase), NAME + number);
        thread.setDaemon(true);
        thread.start();
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);
    }

    private static void askForVotes(CountDownLatch begun, Runnable phase) {
        begun.countDown();
        phase.run();
    }

    private void waitForResults() {
        await();
    }

    private void initElection() {
        await();
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
