package io.raftkms.signer.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * One HTTP exchange over a unix socket or loopback, as plain as a browser's.
 *
 * @param status of the answer
 * @param text the whole answer, headers and body
 */
record RawHttp(int status, String text) {
    static RawHttp over(Path socket, String method, String path, String body) throws IOException {
        return exchange(UnixDomainSocketAddress.of(socket), method, path, body);
    }

    static RawHttp over(int port, String method, String path, String body) throws IOException {
        return exchange(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), method, path, body);
    }

    private static RawHttp exchange(SocketAddress address, String method, String path, String body) throws IOException {
        String request = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
        try (SocketChannel channel = SocketChannel.open(address)) {
            ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            StringBuilder answer = new StringBuilder();
            ByteBuffer buffer = ByteBuffer.allocate(4096);
            while (channel.read(buffer) >= 0) {
                answer.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
                buffer.clear();
            }
            String text = answer.toString();
            return new RawHttp(Integer.parseInt(text.substring(9, 12)), text);
        }
    }
}
