package io.raftkms.signer.demo;

import java.util.function.LongConsumer;

/** Validator nodes as load on whoever signs for them; runs once. */
public interface Load {
    /**
     * Runs heights on the calling thread, until all were asked for or it is stopped.
     *
     * @param progress told each height when it is done
     */
    LoadReport run(LongConsumer progress) throws InterruptedException;

    /** Ends the run after the height under way, from any thread, and reports what was measured until now. */
    LoadReport stop();
}
