package io.raftkms.chaos.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Members that can be struck, wherever they run. They are called by their names. Closing it ends them all. */
public interface Cluster extends AutoCloseable {
    List<String> names();

    boolean isAlive(String member);

    /** Starts a member that is down; does not wait until it serves. */
    void start(String member) throws IOException, InterruptedException;

    /** SIGKILL; it is gone when this returns. Harmless to a member that is down. */
    void kill(String member) throws IOException, InterruptedException;

    /** SIGTERM, and waits for its end; a member that is frozen is let go on for that. */
    void stop(String member) throws IOException, InterruptedException;

    /** Holds a member up where it is: nothing of it runs, and its sockets stay. */
    void freeze(String member) throws IOException, InterruptedException;

    /** Lets a member go on. Harmless to one that was not frozen, or is gone. */
    void thaw(String member) throws IOException, InterruptedException;

    /** Asks a leader to hand over to another member; whatever comes of it. */
    default void handOver(String leader, String to) throws IOException, InterruptedException {
        throw new UnsupportedOperationException("commands are given to members of this machine only");
    }

    /** What a member says of the cluster; {@link ClusterStatus#NONE} of one that gives no answer. */
    ClusterStatus status(String member) throws InterruptedException;

    /** What a member's ledger holds. */
    LedgerView ledger(String member) throws IOException, InterruptedException;

    /** Waits until one of them leads, by its own word. */
    String awaitLeader();

    /** Waits until every member is ready and hears every other one. */
    void awaitReady(Duration limit);

    /**
     * Leaves all that a failure is understood by: logs, thread dumps of what runs, inspections of every data directory.
     *
     * @param directory empty
     */
    void leaveTraces(Path directory) throws IOException, InterruptedException;

    @Override
    void close();
}
