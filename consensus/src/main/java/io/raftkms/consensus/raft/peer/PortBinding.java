package io.raftkms.consensus.raft.peer;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import java.net.BindException;

/**
 * A port that a member listens on, for the message when it cannot.
 *
 * @param purpose as the configuration calls it: {@code Raft} or {@code peer}
 */
public record PortBinding(String purpose, String host, int port) {
    /** What to say about a server that did not start. */
    public MemberFaultException failed(Throwable cause) {
        if (isBindFailure(cause)) {
            return new MemberFaultException(
                    Fault.PORT_IN_USE,
                    "The " + purpose + " port " + port + " cannot be bound on " + host
                            + ": another process has it, or the address is not one of this host. Stop that process, or"
                            + " change this member's " + purpose
                            + " port (or bind address) in raftkms.toml, the port on every member.",
                    cause);
        }
        return new MemberFaultException(
                Fault.RAFT_START_FAILED, "The " + purpose + " port " + port + " on " + host + " did not open.", cause);
    }

    /** Whether a failed bind is what this failure comes from. */
    public static boolean isBindFailure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // The native transport has an exception class of its own, which extends this one.
            if (cause instanceof BindException) {
                return true;
            }
            String message = cause.getMessage();
            if (message != null && (message.contains("Address already in use") || message.contains("bind(..)"))) {
                return true;
            }
        }
        return false;
    }
}
