package io.raftkms.chaos.run;

import io.raftkms.chaos.cluster.TestCluster;

/** Ends the members when this program is ended from outside: they are processes of their own, and would go on. */
final class EndsWithUs implements AutoCloseable {
    private final Thread hook;

    EndsWithUs(TestCluster members) {
        hook = new Thread(members::close, "end-members");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** From now on whoever has the members ends them. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endingAlready) {
            // The hook does what there is to do.
        }
    }
}
