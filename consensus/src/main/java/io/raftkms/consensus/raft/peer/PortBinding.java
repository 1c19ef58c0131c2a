package io.raftkms.consensus.raft.peer;

import io.raftkms.consensus.raft.Fault;
import io.raftkms.consensus.raft.MemberFaultException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * A port that a member listens on, for the message when it cannot.
 *
 * @param purpose as the configuration calls it: {@code Raft} or {@code peer}
 */
public record PortBinding(String purpose, String host, int port) {
    /**
     * Binds the port and gives it free again. Asked before a server is built: Ratis reports a port that is taken with a
     * stack trace and the words that it ends the process.
     *
     * @throws MemberFaultException {@link Fault#PORT_IN_USE} or {@link Fault#ADDRESS_UNUSABLE}
     */
    public void requireFree() throws MemberFaultException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw unusable("the name is not known here", null);
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
        } catch (IOException e) {
            throw isInUse(e) ? inUse(e) : unusable(e.getMessage(), e);
        }
    }

    /** What to say about a server that did not start. */
    public MemberFaultException failed(Throwable cause) {
        if (isBindFailure(cause)) {
            return inUse(cause);
        }
        return new MemberFaultException(
                Fault.RAFT_START_FAILED, "The " + purpose + " port " + port + " on " + host + " did not open.", cause);
    }

    private MemberFaultException inUse(Throwable cause) {
        return new MemberFaultException(
                Fault.PORT_IN_USE,
                "The " + purpose + " port " + port + " on " + host + " is taken by another process. Stop that process,"
                        + " or change this member's " + purpose + " port in raftkms.toml, on every member.",
                cause);
    }

    private MemberFaultException unusable(String why, Throwable cause) {
        return new MemberFaultException(
                Fault.ADDRESS_UNUSABLE,
                "The " + purpose + " port " + port + " cannot be bound on " + host + ": " + why
                        + ". Write an address of this host as bind under [cluster] in raftkms.toml.",
                cause);
    }

    private static boolean isInUse(IOException failure) {
        String message = failure.getMessage();
        return failure instanceof BindException && message != null && message.contains("in use");
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
