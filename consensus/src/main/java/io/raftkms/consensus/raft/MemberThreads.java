package io.raftkms.consensus.raft;

import java.util.Arrays;

/** The threads that Ratis starts for a member. One that dies of an exception takes the process with it. */
final class MemberThreads extends ThreadGroup {
    /** Threads may start between counting and listing. */
    private static final int SPARE = 64;

    private final FailStop failStop;

    MemberThreads(MemberId self, FailStop failStop) {
        super("raft-" + self);
        this.failStop = failStop;
    }

    /** True while a thread of Ratis runs an election for this member; found by its name, as Ratis 3.3 gives it. */
    boolean electionRuns() {
        Thread[] threads = new Thread[activeCount() + SPARE];
        int found = enumerate(threads);
        return found == threads.length
                || Arrays.stream(threads, 0, found)
                        .anyMatch(thread -> thread.getName().contains("LeaderElection"));
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        failStop.halt(Fault.RAFT_WORKER_DEAD, "Thread " + thread.getName() + " died", failure);
    }
}
