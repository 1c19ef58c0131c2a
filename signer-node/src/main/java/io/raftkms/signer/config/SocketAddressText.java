package io.raftkms.signer.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host with a port, as written: {@code host:port}, {@code [v6 address]:port}.
 *
 * @param host name or address, without brackets
 * @param port 0 to 65535
 */
public record SocketAddressText(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:\\[(?<v6>[0-9A-Fa-f:.%]{2,64})]|(?<host>[A-Za-z0-9_.-]{1,253})):(?<port>[0-9]{1,5})");

    /** Reads {@code host:port}; empty if it is not of that form. */
    public static Optional<SocketAddressText> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(matcher.group("port"));
        String host = matcher.group("v6") != null ? matcher.group("v6") : matcher.group("host");
        return port > 65535 ? Optional.empty() : Optional.of(new SocketAddressText(host, port));
    }

    /** True for 127.0.0.0/8, {@code ::1} and {@code localhost}. */
    public boolean loopback() {
        return isLoopback(host);
    }

    /** True for 127.0.0.0/8, {@code ::1} and {@code localhost}; by the text, without a name lookup. */
    public static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    /** True for a literal IPv4 or IPv6 address, by its form. */
    public static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }

    @Override
    public String toString() {
        return bracketed(host) + ":" + port;
    }

    /** The host as it is written before a colon: an IPv6 address in brackets. */
    public static String bracketed(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }
}
