package io.raftkms.signer.cli;

import io.raftkms.consensus.raft.FailStop;
import io.raftkms.consensus.raft.Fault;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.ExitCode;
import io.raftkms.signer.message.FailureText;
import io.raftkms.signer.message.MessageCode;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Halts the virtual machine: no hooks, no last words to the cluster, nothing that could still sign. Whoever reads the log
 * may be stuck, so the halt does not wait for the log line.
 */
final class ProcessFailStop implements FailStop {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessFailStop.class);

    private static final long LAST_WORDS_MILLIS = 500;

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

    private void halt(MessageCode code, String detail, Throwable cause) {
        haltSoon(code.exitCode().code());
        try {
            LOG.error("{} {}: {}", code, code.title(), detail, isDefect(code) ? cause : null);
            FailureText.print(new CommandException(code, detail), err, false);
            LogSetup.flush();
        } finally {
            Runtime.getRuntime().halt(code.exitCode().code());
        }
    }

    /** What files, disk or settings are to blame for is told by its message; a trace would only bury it. */
    private static boolean isDefect(MessageCode code) {
        return code.exitCode() == ExitCode.FAIL_STOP || code.exitCode() == ExitCode.OUT_OF_MEMORY;
    }

    private static void haltSoon(int exitCode) {
        Thread thread = new Thread(
                () -> {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LAST_WORDS_MILLIS));
                    Runtime.getRuntime().halt(exitCode);
                },
                "fail-stop");
        thread.setDaemon(true);
        thread.start();
    }
}
