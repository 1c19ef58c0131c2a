package io.raftkms.chaos.validators;

import io.raftkms.chaos.observer.Conversation;
import io.raftkms.chaos.secret.Wire;
import io.raftkms.chaos.wire.DelimitedMessages;
import io.raftkms.chaos.wire.MalformedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** One connection of a signer. What passes is told to a {@link Conversation} before it goes on. */
final class SignerChannel implements AutoCloseable {
    private final Wire wire;
    private final Conversation conversation;
    private final DelimitedMessages messages = new DelimitedMessages();
    private final Deque<byte[]> received = new ArrayDeque<>();

    SignerChannel(Wire wire, Conversation conversation) {
        this.wire = wire;
        this.conversation = conversation;
    }

    /** Sends a request, which is written down first. */
    void send(byte[] framed, Duration limit) throws IOException, MalformedException {
        conversation.nodeSays(framed, framed.length);
        wire.send(framed, limit);
    }

    /** Sends bytes that are no request. */
    void sendUnseen(byte[] bytes, Duration limit) throws IOException {
        wire.send(bytes, limit);
    }

    /**
     * The body of the next reply.
     *
     * @param limit of each read, as a node has it
     * @throws java.io.EOFException if the signer has ended the connection
     * @throws java.net.SocketTimeoutException without one in time
     */
    byte[] receive(Duration limit) throws IOException, MalformedException {
        while (received.isEmpty()) {
            byte[] bytes = wire.receive(limit);
            conversation.signerSays(bytes, bytes.length);
            received.addAll(messages.feed(bytes, bytes.length));
        }
        return received.remove();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
