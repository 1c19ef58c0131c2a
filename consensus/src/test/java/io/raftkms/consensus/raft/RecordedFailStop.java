package io.raftkms.consensus.raft;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes the faults that would end the process. */
final class RecordedFailStop implements FailStop {
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<String> details = new CopyOnWriteArrayList<>();

    @Override
    public void halt(Fault fault, String detail, Throwable cause) {
        details.add(detail);
        faults.add(fault);
    }

    /** What the operator reads of each fault. */
    List<String> details() {
        return details;
    }

    List<Fault> faults() {
        return faults;
    }
}
