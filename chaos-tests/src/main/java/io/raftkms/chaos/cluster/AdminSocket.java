package io.raftkms.chaos.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The socket behind a member's commands: for what its command does only for a person at a terminal, and for what is asked
 * so often that a process for each question would take most of a test's time.
 */
final class AdminSocket {
    private static final int PIECE = 4096;
    private static final String END_OF_HEADERS = "\r\n\r\n";

    private final Path socket;

    AdminSocket(Path socket) {
        this.socket = socket;
    }

    /**
     * Sends JSON to a route, which must accept it, and gives the body of the response.
     *
     * @throws IOException if nobody listens, or with the member's own words if it refuses
     */
    String post(String route, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return ask("POST " + route, "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n", body);
    }

    /** The JSON of a route that changes nothing. */
    String get(String route) throws IOException {
        return ask("GET " + route, "", new byte[0]);
    }

    /** The body of what is answered. */
    private String ask(String what, String headers, byte[] body) throws IOException {
        String head = what + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n";
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            write(channel, head.getBytes(StandardCharsets.US_ASCII));
            write(channel, body);
            ByteArrayOutputStream response = new ByteArrayOutputStream();
            ByteBuffer piece = ByteBuffer.allocate(PIECE);
            while (channel.read(piece) >= 0) {
                response.write(piece.array(), 0, piece.position());
                piece.clear();
            }
            String text = response.toString(StandardCharsets.UTF_8);
            if (!text.startsWith("HTTP/1.1 200 ")) {
                throw new IOException(what + " was answered with " + text);
            }
            return text.substring(text.indexOf(END_OF_HEADERS) + END_OF_HEADERS.length());
        }
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }
}
