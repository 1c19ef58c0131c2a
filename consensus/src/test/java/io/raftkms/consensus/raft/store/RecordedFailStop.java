package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.FailStop;
import io.raftkms.consensus.raft.Fault;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what would have ended the process. */
final class RecordedFailStop implements FailStop {
    record Halt(Fault fault, String detail) {}

    private final List<Halt> halts = new CopyOnWriteArrayList<>();

    @Override
    public void halt(Fault fault, String detail, Throwable cause) {
        halts.add(new Halt(fault, detail));
    }

    List<Halt> halts() {
        return halts;
    }

    Halt only() {
        if (halts.size() != 1) {
            throw new AssertionError("one halt expected, not " + halts);
        }
        return halts.get(0);
    }
}
