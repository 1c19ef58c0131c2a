package io.raftkms.chaos.validators;

import io.raftkms.chaos.wire.DelimitedMessages;
import io.raftkms.chaos.wire.Kind;
import io.raftkms.chaos.wire.MalformedException;
import io.raftkms.chaos.wire.PrivvalMessage;
import io.raftkms.chaos.wire.Timestamp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;

/**
 * A signer that dials a node and answers as it is told: with a body, with silence for an empty one, and without one it ends
 * the connection.
 */
final class PlayedSigner implements AutoCloseable {
    static final String KEY = "556a436f1218d30942efe798420f51dc9b6a311b929c578257457d05c5fcf230";

    private final SocketChannel channel;
    private final Function<PrivvalMessage, Optional<byte[]>> answers;

    private PlayedSigner(SocketChannel channel, Function<PrivvalMessage, Optional<byte[]>> answers) {
        this.channel = channel;
        this.answers = answers;
    }

    static PlayedSigner dial(Path node, Function<PrivvalMessage, Optional<byte[]>> answers) throws IOException {
        PlayedSigner signer = new PlayedSigner(SocketChannel.open(UnixDomainSocketAddress.of(node)), answers);
        Thread thread = new Thread(signer::serve, "played signer");
        thread.setDaemon(true);
        thread.start();
        return signer;
    }

    /** Bodies of replies. An extension is signed where there is one, whether it may be or not. */
    static Optional<byte[]> signature(PrivvalMessage asked) {
        if (asked instanceof PrivvalMessage.AskedRaw) {
            return Optional.of(HexFormat.of().parseHex("52040a02aabb"));
        }
        if (!(asked instanceof PrivvalMessage.Asked request)) {
            return keyOrPong(asked);
        }
        return Optional.of(PrivvalMessage.encode(new PrivvalMessage.Signed(
                request.kind(), new Timestamp(7, 8), "aabb", request.extension().map(extension -> "ccdd"))));
    }

    static Optional<byte[]> refusal(PrivvalMessage asked) {
        String field;
        if (asked instanceof PrivvalMessage.Asked request) {
            field = request.kind() == Kind.VOTE ? "22" : "32";
        } else if (asked instanceof PrivvalMessage.AskedRaw) {
            field = "52";
        } else {
            return keyOrPong(asked);
        }
        return Optional.of(HexFormat.of().parseHex(field + "0f120d08011209697427732061206e6f"));
    }

    /** Silence, but for the key and pings. */
    static Optional<byte[]> nothing(PrivvalMessage asked) {
        return asked instanceof PrivvalMessage.Asked ? Optional.of(new byte[0]) : keyOrPong(asked);
    }

    /** The end, but for the key and pings. */
    static Optional<byte[]> end(PrivvalMessage asked) {
        return asked instanceof PrivvalMessage.Asked ? Optional.empty() : keyOrPong(asked);
    }

    /** Whether a message is a ping. */
    static boolean isPing(PrivvalMessage asked) {
        return asked.equals(new PrivvalMessage.Other(7));
    }

    /** Whether a message is a question for the key. */
    static boolean isKeyRequest(PrivvalMessage asked) {
        return asked.equals(new PrivvalMessage.Other(1));
    }

    private static Optional<byte[]> keyOrPong(PrivvalMessage asked) {
        return Optional.of(HexFormat.of().parseHex(isPing(asked) ? "4200" : "12240a220a20" + KEY));
    }

    private void serve() {
        DelimitedMessages messages = new DelimitedMessages();
        byte[] chunk = new byte[4096];
        try (channel) {
            for (int count = read(chunk); count >= 0; count = read(chunk)) {
                for (byte[] body : messages.feed(chunk, count)) {
                    Optional<byte[]> answer = answers.apply(PrivvalMessage.decode(body));
                    if (answer.isEmpty()) {
                        return;
                    }
                    if (answer.get().length > 0) {
                        send(answer.get());
                    }
                }
            }
        } catch (IOException | MalformedException over) {
            // The node is gone, or sends what is no message: a signer ends the connection.
        }
    }

    private int read(byte[] chunk) throws IOException {
        return channel.read(ByteBuffer.wrap(chunk));
    }

    void send(byte[] body) throws IOException {
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        int rest = body.length;
        while (rest >= 0x80) {
            framed.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        framed.write(rest);
        framed.writeBytes(body);
        channel.write(ByteBuffer.wrap(framed.toByteArray()));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
