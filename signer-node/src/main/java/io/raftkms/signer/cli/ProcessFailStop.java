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
        MessageCode code = MessageCode.of(fault);
        try {
            LOG.error("{} {}: {}", code, code.title(), detail, cause);
            FailureText.print(new CommandException(code, detail), err, false);
        } finally {
            Runtime.getRuntime().halt(code.exitCode().code());
        }
    }
}
