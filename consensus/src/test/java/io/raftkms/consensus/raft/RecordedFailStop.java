package io.raftkms.consensus.raft;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes the faults that would end the process. */
final class RecordedFailStop implements FailStop {
    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    @Override
    public void halt(Fault fault, String detail, Throwable cause) {
        faults.add(fault);
    }

    List<Fault> faults() {
        return faults;
    }
}
