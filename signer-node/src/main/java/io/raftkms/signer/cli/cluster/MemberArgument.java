package io.raftkms.signer.cli.cluster;

import io.raftkms.signer.config.SocketAddressText;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bouncycastle.util.IPAddress;

/**
 * One {@code --member}: {@code NAME=HOST[:RAFT[,PEER]][,listen=BIND][,http=PORT]}.
 *
 * @param bind address to bind to, where it differs from the host
 * @param httpPort port of the read side, where the usual one is not wanted
 */
record MemberArgument(
        String name, String host, int raftPort, int peerPort, Optional<String> bind, OptionalInt httpPort) {
    static final String FORM = "NAME=HOST[:RAFT[,PEER]][,listen=BIND][,http=PORT]";
    static final int DEFAULT_RAFT_PORT = 26670;

    private static final String LISTEN = "listen=";
    private static final String HTTP = "http=";
    private static final String HOST_FORM = "[A-Za-z0-9_.-]{1,253}|[0-9A-Fa-f:.]{2,64}";

    /**
     * Reads the argument.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static MemberArgument parse(String text) {
        int equals = text.indexOf('=');
        require(equals > 0, "\"" + text + "\" is not " + FORM);
        String name = text.substring(0, equals);
        require(name.matches("[a-z0-9-]{1,32}"), "\"" + name + "\" is no member name: 1-32 of a-z, 0-9 and hyphen");
        require(!name.equals("ca"), "a member cannot be called ca: the CA's own directory has that name");
        List<String> parts = List.of(text.substring(equals + 1).split(",", -1));
        SocketAddressText address = address(parts.get(0));
        int peerPort = address.port() + 1;
        Optional<String> bind = Optional.empty();
        OptionalInt httpPort = OptionalInt.empty();
        for (String part : parts.subList(1, parts.size())) {
            if (part.startsWith(LISTEN)) {
                bind = Optional.of(host(part.substring(LISTEN.length())));
            } else if (part.startsWith(HTTP)) {
                httpPort = OptionalInt.of(port(part.substring(HTTP.length())));
            } else {
                peerPort = port(part);
            }
        }
        require(peerPort <= 65535, "the port after " + address.port() + " is none; name the peer port");
        require(peerPort != address.port(), "Raft and peer port of " + name + " are both " + peerPort);
        return new MemberArgument(name, address.host(), address.port(), peerPort, bind, httpPort);
    }

    private static SocketAddressText address(String text) {
        Optional<SocketAddressText> withPort = SocketAddressText.parse(text);
        if (withPort.isPresent()) {
            host(withPort.get().host());
            require(withPort.get().port() > 0, "port 0 of " + text + " is none");
            return withPort.get();
        }
        String host = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        return new SocketAddressText(host(host), DEFAULT_RAFT_PORT);
    }

    private static String host(String text) {
        require(
                text.matches(HOST_FORM) && (!SocketAddressText.isLiteral(text) || IPAddress.isValid(text)),
                "\"" + text + "\" is no host name or address, in " + FORM);
        return text;
    }

    private static int port(String text) {
        require(
                text.matches("[0-9]{1,5}"),
                "\"" + text + "\" is no port, nor " + LISTEN + "BIND, nor " + HTTP + "PORT");
        int port = Integer.parseInt(text);
        require(port >= 1 && port <= 65535, port + " is no port: 1 to 65535");
        return port;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** A name for the machine, to see which members share one; loopback addresses are all of one machine. */
    String machine() {
        return SocketAddressText.isLoopback(host) ? "loopback" : host;
    }
}
