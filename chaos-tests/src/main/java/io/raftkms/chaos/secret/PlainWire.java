package io.raftkms.chaos.secret;

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
import java.util.Arrays;

/** A socket, of either family. */
public final class PlainWire implements Wire {
    private static final int CHUNK = 16 * 1024;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final byte[] chunk = new byte[CHUNK];

    public PlainWire(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        selector = Selector.open();
        key = channel.register(selector, SelectionKey.OP_READ);
    }

    @Override
    public void send(byte[] bytes, Duration limit) throws IOException {
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

    @Override
    public byte[] receive(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            int count = channel.read(ByteBuffer.wrap(chunk));
            if (count < 0) {
                throw new EOFException("the signer ended the connection");
            }
            if (count > 0) {
                return Arrays.copyOf(chunk, count);
            }
            await(SelectionKey.OP_READ, deadline);
        }
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
