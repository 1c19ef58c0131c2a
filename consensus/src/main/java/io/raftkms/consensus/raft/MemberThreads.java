package io.raftkms.consensus.raft;

/** The threads that Ratis starts for a member. One that dies of an exception takes the process with it. */
final class MemberThreads extends ThreadGroup {
    private final FailStop failStop;

    MemberThreads(MemberId self, FailStop failStop) {
        super("raft-" + self);
        this.failStop = failStop;
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        failStop.halt(Fault.RAFT_WORKER_DEAD, "Thread " + thread.getName() + " died", failure);
    }
}
