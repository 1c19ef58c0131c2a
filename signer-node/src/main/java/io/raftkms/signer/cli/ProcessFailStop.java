package io.raftkms.signer.cli;

import io.raftkms.consensus.raft.FailStop;
import io.raftkms.consensus.raft.Fault;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Halts the virtual machine: no hooks, no last words to the cluster, nothing that could still sign. */
final class ProcessFailStop implements FailStop {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessFailStop.class);

    private final PrintWriter err;

    ProcessFailStop(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void halt(Fault fault, String detail, Throwable cause) {
        halt(MessageCode.of(fault), detail, cause);
    }

    /** For the JVM: a thread that dies of an error takes the process with it, whichever it is. */
    void uncaught(Thread thread, Throwable failure) {
        MessageCode code = failure instanceof OutOfMemoryError ? MessageCode.OUT_OF_MEMORY : MessageCode.THREAD_DIED;
        halt(code, "thread " + thread.getName() + " died of " + failure, failure);
    }

    /** What files, disk or settings are to blame for is told by its message; a trace would only bury it. */
    private static boolean isDefect(MessageCode code) {
        return code.exitCode() == ExitCode.FAIL_STOP || code.exitCode() == ExitCode.OUT_OF_MEMORY;
    }

    private void halt(MessageCode code, String detail, Throwable cause) {
        try {
            LOG.error("{} {}: {}", code, code.title(), detail, isDefect(code) ? cause : null);
            FailureText.print(new CommandException(code, detail), err, false);
        } finally {
            Runtime.getRuntime().halt(code.exitCode().code());
        }
    }
}
