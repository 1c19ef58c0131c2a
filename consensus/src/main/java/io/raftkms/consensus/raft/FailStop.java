package io.raftkms.consensus.raft;

/** Ends the process after a fault in running operation. Production halts the virtual machine; tests record. */
@FunctionalInterface
public interface FailStop {
    /** Called at most a few times, from any thread; does not return control to signing. */
    void halt(Fault fault, String detail, Throwable cause);
}
