package io.raftkms.signer.config;

import io.raftkms.protocol.secretconnection.NodeId;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a validator node listens for its signer. {@code toString()} is the form of the configuration file. */
public sealed interface ValidatorAddress {
    /**
     * Over TCP, with Secret Connection.
     *
     * @param pin id that the node must show. Stock nodes draw a new identity for this listener at every start, so a pin
     *     holds only until the next one
     * @param host name or IP address; an IPv6 address without its brackets
     * @param port 1 to 65535
     */
    record Tcp(Optional<NodeId> pin, String host, int port) implements ValidatorAddress {
        @Override
        public String toString() {
            return "tcp://" + pin.map(id -> id + "@").orElse("") + new SocketAddressText(host, port);
        }
    }

    /** Over a unix socket, unencrypted. */
    record Unix(Path path) implements ValidatorAddress {
        @Override
        public String toString() {
            return "unix://" + path;
        }
    }

    /** What an address looks like, for messages. */
    String FORM = "tcp://[id@]host:port or unix://path";

    /**
     * Reads an address; no scheme means TCP, as for the node itself.
     *
     * @param home where a relative socket path starts
     * @return empty if it is not of the form {@link #FORM}
     */
    static Optional<ValidatorAddress> parse(String text, Path home) {
        if (text.startsWith("unix://")) {
            return unix(text.substring("unix://".length()), home);
        }
        String rest = text.startsWith("tcp://") ? text.substring("tcp://".length()) : text;
        Matcher matcher = Pattern.compile("(?:([0-9A-Fa-f]{40})@)?([^@/]+)").matcher(rest);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Optional<NodeId> pin = Optional.ofNullable(matcher.group(1)).map(NodeId::parse);
        return SocketAddressText.parse(matcher.group(2))
                .filter(address -> address.port() > 0)
                .map(address -> new Tcp(pin, address.host(), address.port()));
    }

    private static Optional<ValidatorAddress> unix(String path, Path home) {
        try {
            return path.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Unix(home.resolve(path).normalize()));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
