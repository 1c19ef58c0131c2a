package io.raftkms.consensus.raft.peer;

/** Addresses in text, as gRPC and Ratis take them. */
public final class HostPort {
    private HostPort() {}

    /** {@code host:port}; an IPv6 address goes into brackets. */
    public static String of(String host, int port) {
        boolean bareIpv6 = host.indexOf(':') >= 0 && !host.startsWith("[");
        return (bareIpv6 ? "[" + host + "]" : host) + ":" + port;
    }
}
