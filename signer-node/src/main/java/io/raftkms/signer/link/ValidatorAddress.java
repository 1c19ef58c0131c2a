package io.raftkms.signer.link;

import io.raftkms.protocol.secretconnection.NodeId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a validator node listens for its signer, as {@code addr} of a {@code [[validator]]} table says it. */
public sealed interface ValidatorAddress {
    /**
     * Secret Connection over TCP.
     *
     * @param pin node id that the node must show. Stock nodes draw a new identity for this
     *     listener at every start, so a pin holds only until the next one
     * @param host name or IP address; an IPv6 address without its brackets
     */
    record Tcp(Optional<NodeId> pin, String host, int port) implements ValidatorAddress {
        @Override
        public String toString() {
            String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
            return "tcp://" + pin.map(id -> id + "@").orElse("") + shown + ":" + port;
        }
    }

    /** Plain bytes over a unix socket on the same host. */
    record Unix(Path path) implements ValidatorAddress {
        @Override
        public String toString() {
            return "unix://" + path;
        }
    }

    /**
     * Reads {@code tcp://[id@]host:port} or {@code unix://path}.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static ValidatorAddress parse(String text) {
        if (text.startsWith("unix://")) {
            String path = text.substring("unix://".length());
            if (path.isEmpty()) {
                throw new IllegalArgumentException("a unix address needs a path: unix:///path/to/socket");
            }
            return new Unix(Path.of(path));
        }
        Matcher tcp = TcpForm.PATTERN.matcher(text);
        if (!tcp.matches()) {
            throw new IllegalArgumentException(
                    "a validator address is tcp://[id@]host:port or unix://path, not " + text);
        }
        int port = Integer.parseInt(tcp.group("port"));
        if (port < 1 || port > TcpForm.MAX_PORT) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
        String host = tcp.group("ipv6") != null ? tcp.group("ipv6") : tcp.group("host");
        return new Tcp(Optional.ofNullable(tcp.group("id")).map(NodeId::parse), host, port);
    }

    /** The accepted spelling; not part of the interface's face. */
    final class TcpForm {
        private static final int MAX_PORT = 65_535;
        private static final Pattern PATTERN = Pattern.compile(
                "tcp://(?:(?<id>[0-9a-fA-F]{40})@)?(?:\\[(?<ipv6>[0-9a-fA-F:.%]+)]|(?<host>[^\\[\\]@:/\\s]+)):(?<port>[0-9]{1,5})");

        private TcpForm() {}
    }
}
