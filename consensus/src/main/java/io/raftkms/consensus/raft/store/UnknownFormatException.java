package io.raftkms.consensus.raft.store;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import java.nio.file.Path;

/**
 * A file is whole, and of a format that this program does not know. It is not damaged: whoever wrote it can read it, so
 * its way out is another one than that of damage.
 */
final class UnknownFormatException extends DamagedFileException {
    private static final long serialVersionUID = 1L;

    UnknownFormatException(long found, long known) {
        super("it has format " + found + ", this raftkms knows only " + known);
    }

    UnknownFormatException(String reason, Throwable cause) {
        super(reason, cause);
    }

    /**
     * The end of a start that met it.
     *
     * @param what the file's name for people, as "run record"
     */
    MemberFaultException refusal(String what, Path file) {
        return new MemberFaultException(
                Fault.FORMAT_UNKNOWN,
                "The " + what + " " + file + " is of another version of raftkms: " + getMessage() + ". "
                        + WayOut.NEWER_PROGRAM,
                this);
    }
}
