package io.raftkms.consensus.raft;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The threads that Ratis starts for a member. One that dies of an exception takes the process with it. */
final class MemberThreads extends ThreadGroup {
    /** Threads may start between counting and listing. */
    private static final int SPARE = 64;

    /** A thread of an election, and what is behind its name in those that it lets ask. */
    private static final Pattern ELECTION = Pattern.compile("LeaderElection\\d+$");

    private static final Pattern ASKS = Pattern.compile("(?<=LeaderElection\\d{1,9})-\\d+$");
    private static final String ROUND = "askForVotes";
    private static final String WAITS = "waitForResults";

    private final FailStop failStop;

    MemberThreads(MemberId self, FailStop failStop) {
        super("raft-" + self);
        this.failStop = failStop;
    }

    /**
     * Whether an election of this member, other than the one for which the calling thread asks, may be writing its vote
     * now: also one that was ended already, for Ratis does not wait for its disk. It cannot be while it waits for votes,
     * nor outside of a round: before the next round it looks whether it was ended. By the names that Ratis 3.3 gives; of
     * an election that looks different it is taken for possible.
     */
    boolean otherElectionWrites() {
        String own = ASKS.matcher(Thread.currentThread().getName()).replaceFirst("");
        return someThread(thread -> ELECTION.matcher(thread.getName()).find()
                && !thread.getName().equals(own)
                && mayWrite(thread.getStackTrace()));
    }

    static boolean mayWrite(StackTraceElement[] election) {
        Set<String> methods =
                Arrays.stream(election).map(StackTraceElement::getMethodName).collect(Collectors.toSet());
        return methods.contains(ROUND) && !methods.contains(WAITS);
    }

    /** True while a thread of Ratis runs an election for this member; found by its name, as Ratis 3.3 gives it. */
    boolean electionRuns() {
        return someThread(thread -> thread.getName().contains("LeaderElection"));
    }

    /** Whether one of them is so; where not all could be listed, one may be. */
    private boolean someThread(Predicate<Thread> is) {
        Thread[] threads = new Thread[activeCount() + SPARE];
        int found = enumerate(threads);
        return found == threads.length || Arrays.stream(threads, 0, found).anyMatch(is);
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        failStop.halt(Fault.RAFT_WORKER_DEAD, "Thread " + thread.getName() + " died", failure);
    }
}
