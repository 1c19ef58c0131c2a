package io.raftkms.signer.simulator;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;

/** One accepted socket, tcp or unix, with a deadline on each read and write. */
final class Wire implements Closeable {
    private static final int CHUNK_BYTES = 16_384;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES);

    Wire(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        selector = Selector.open();
        key = channel.register(selector, 0);
    }

    /**
     * Some bytes, at least one.
     *
     * @throws SocketTimeoutException if none came in time
     * @throws EOFException if the peer closed in good order
     * @throws IOException if the peer reset the connection
     */
    byte[] read(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        buffer.clear();
        int count = channel.read(buffer);
        while (count == 0) {
            await(SelectionKey.OP_READ, deadline);
            count = channel.read(buffer);
        }
        if (count < 0) {
            throw new EOFException("the signer closed the connection");
        }
        return Arrays.copyOf(buffer.array(), count);
    }

    /** Writes all bytes; the deadline starts anew with each part that the socket takes. */
    void write(byte[] bytes, Duration limit) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        long deadline = System.nanoTime() + limit.toNanos();
        while (rest.hasRemaining()) {
            if (channel.write(rest) == 0) {
                await(SelectionKey.OP_WRITE, deadline);
            } else {
                deadline = System.nanoTime() + limit.toNanos();
            }
        }
    }

    private void await(int operation, long deadline) throws IOException {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("i/o timeout");
        }
        try {
            key.interestOps(operation);
            selector.select(Duration.ofNanos(left).toMillis() + 1);
        } catch (ClosedSelectorException | java.nio.channels.CancelledKeyException closed) {
            throw new IOException("connection closed here", closed);
        }
    }

    /** Ends by RST; a unix socket has none and is closed. */
    void reset() throws IOException {
        if (channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        close();
    }

    /** Ends by FIN. */
    @Override
    public void close() throws IOException {
        channel.close();
        selector.close(); // only this lets go of the socket
    }
}
