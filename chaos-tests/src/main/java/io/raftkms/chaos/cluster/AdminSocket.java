package io.raftkms.chaos.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The write side of a member, for the one thing that its command does only for a person at a terminal. */
final class AdminSocket {
    private static final int PIECE = 4096;

    private final Path socket;

    AdminSocket(Path socket) {
        this.socket = socket;
    }

    /**
     * Sends JSON to a route, which must accept it, and gives the whole response.
     *
     * @throws IOException if nobody listens, or with the member's own words if it refuses
     */
    String post(String route, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String head = "POST " + route + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n";
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
                throw new IOException(route + " was answered with " + text);
            }
            return text;
        }
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }
}
