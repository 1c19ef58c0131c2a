package io.raftkms.consensus.raft;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An observer that cannot harm who is observed: whatever it throws is an alarm and nothing else. Only what says that the
 * JVM itself is ill passes.
 */
final class GuardedObserver implements AppliedObserver {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedObserver.class);

    private final AppliedObserver observer;

    GuardedObserver(AppliedObserver observer) {
        this.observer = observer;
    }

    @Override
    public void applied(AppliedEntry entry) {
        guarded(entry.index(), () -> observer.applied(entry));
    }

    @Override
    public void passed(long term, long index) {
        guarded(index, () -> observer.passed(term, index));
    }

    @Override
    public void restored(long term, long index) {
        guarded(index, () -> observer.restored(term, index));
    }

    private static void guarded(long index, Runnable call) {
        try {
            call.run();
        } catch (VirtualMachineError ill) {
            throw ill;
        } catch (RuntimeException | Error defect) {
            LOG.error("The observer of applied entries failed at entry {}; the ledger is not concerned", index, defect);
        }
    }
}
