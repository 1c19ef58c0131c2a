package io.raftkms.chaos.validators;

import io.raftkms.chaos.observer.Conversation;
import io.raftkms.chaos.wire.DelimitedMessages;
import io.raftkms.chaos.wire.MalformedException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** One connection of a signer, in the clear. What passes is told to a {@link Conversation} before it goes on. */
final class SignerChannel implements AutoCloseable {
    private static final int CHUNK = 16 * 1024;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final Conversation conversation;
    private final DelimitedMessages messages = new DelimitedMessages();
    private final Deque<byte[]> received = new ArrayDeque<>();
    private final byte[] chunk = new byte[CHUNK];

    SignerChannel(SocketChannel channel, Conversation conversation) throws IOException {
        this.channel = channel;
        this.conversation = conversation;
        channel.configureBlocking(false);
        selector = Selector.open();
        key = channel.register(selector, SelectionKey.OP_READ);
    }

    /** Sends a request, which is written down first. */
    void send(byte[] framed, Duration limit) throws IOException, MalformedException {
        conversation.nodeSays(framed, framed.length);
        sendUnseen(framed, limit);
    }

    /** Sends bytes that are no request. */
    void sendUnseen(byte[] bytes, Duration limit) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            channel.write(rest);
            if (!rest.hasRemaining()) {
                return;
            }
            await(SelectionKey.OP_WRITE, deadline);
        }
    }

    /**
     * The body of the next reply.
     *
     * @throws EOFException if the signer has ended the connection
     * @throws SocketTimeoutException without one in time
     */
    byte[] receive(Duration limit) throws IOException, MalformedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (received.isEmpty()) {
            int count = channel.read(ByteBuffer.wrap(chunk));
            if (count < 0) {
                throw new EOFException("the signer ended the connection");
            }
            if (count == 0) {
                await(SelectionKey.OP_READ, deadline);
                continue;
            }
            conversation.signerSays(chunk, count);
            received.addAll(messages.feed(chunk, count));
        }
        return received.remove();
    }

    private void await(int operation, long deadline) throws IOException {
        long millis = (deadline - System.nanoTime()) / 1_000_000 + 1;
        if (millis <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        try {
            key.interestOps(operation);
            selector.select(millis);
            selector.selectedKeys().clear();
        } catch (ClosedSelectorException | CancelledKeyException closed) {
            throw new IOException("this node ended", closed);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new IOException("interrupted");
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
