package io.raftkms.consensus.raft.peer;

import java.util.Optional;

/**
 * Addresses in text, as gRPC and Ratis take them.
 *
 * @param host without brackets
 */
public record HostPort(String host, int port) {
    /** Reads {@link #of} back; empty if it is none. */
    public static Optional<HostPort> parse(String text) {
        int colon = text == null ? -1 : text.lastIndexOf(':');
        if (colon <= 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return Optional.of(new HostPort(
                bracketed ? host.substring(1, host.length() - 1) : host, Integer.parseInt(text.substring(colon + 1))));
    }

    /** {@code host:port}; an IPv6 address goes into brackets. */
    public static String of(String host, int port) {
        boolean bareIpv6 = host.indexOf(':') >= 0 && !host.startsWith("[");
        return (bareIpv6 ? "[" + host + "]" : host) + ":" + port;
    }
}
