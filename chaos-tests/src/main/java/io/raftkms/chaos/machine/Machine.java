package io.raftkms.chaos.machine;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.Set;

/** The disk and the clock of one member. All but {@link #losePower} happens to a running one, and to what starts later. */
public interface Machine {
    /** From now on every such call fails. */
    void diskFails(Call call, DiskError error) throws IOException;

    /** From now on every force takes so much longer. */
    void diskTakes(Duration longer) throws IOException;

    /** From now on so much is said to be free, whatever is. */
    void diskHasLeft(int mebibytes) throws IOException;

    /** A good disk again. */
    void diskWorks() throws IOException;

    /** Names of the files that a call has failed on since {@link #diskFails} was asked for last. */
    Set<String> diskFailures() throws IOException;

    /** Those of them that a process has met which still runs. */
    Set<String> diskFailuresOutlived() throws IOException;

    /**
     * Power is gone: of the data only what was forced is left, and by chance some of what was not.
     * The process has been killed.
     */
    void losePower(Random random) throws IOException;

    /** The clock of the wall shows so much more than it would; less if negative. */
    void clockJumps(Duration by) throws IOException;

    /**
     * The clock of the wall runs fast from now on.
     *
     * @param partsPerMillion negative: slow
     */
    void clockDrifts(int partsPerMillion) throws IOException;

    /** The clock is right again, by a jump. */
    void clockIsRight() throws IOException;

    /** The next call that comes to this moment does not return until it is let go on; others of the member run. */
    void holdAt(Moment moment) throws IOException;

    /** Waits until some call is held up; false if none was in time. */
    boolean awaitHeld(Duration limit) throws InterruptedException;

    /** What is held goes on, and nothing is held any more. */
    void letGo() throws IOException;
}
