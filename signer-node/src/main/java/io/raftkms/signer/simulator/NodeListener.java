package io.raftkms.signer.simulator;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;

/** The listening socket of {@code priv_validator_laddr}. Dialers wait in the kernel's queue, first come first served. */
final class NodeListener implements Closeable {
    private static final int BACKLOG = 4096;

    private final SocketAddress address;
    private final ServerSocketChannel channel;
    private final Selector selector;

    NodeListener(SocketAddress listen) throws IOException {
        boolean unix = listen instanceof UnixDomainSocketAddress;
        channel = unix ? ServerSocketChannel.open(StandardProtocolFamily.UNIX) : ServerSocketChannel.open();
        try {
            channel.bind(listen, BACKLOG);
            channel.configureBlocking(false);
            selector = Selector.open();
            channel.register(selector, SelectionKey.OP_ACCEPT);
            address = channel.getLocalAddress();
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    /** Where it really listens: the port is chosen by now. */
    SocketAddress address() {
        return address;
    }

    /**
     * @throws SocketTimeoutException if nobody dialed in time
     */
    SocketChannel accept(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        SocketChannel accepted = channel.accept();
        while (accepted == null) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new SocketTimeoutException("accept timeout");
            }
            try {
                selector.select(Duration.ofNanos(left).toMillis() + 1);
                selector.selectedKeys().clear();
            } catch (ClosedSelectorException closed) {
                throw new IOException("listener closed", closed);
            }
            accepted = channel.accept();
        }
        if (address instanceof InetSocketAddress) {
            accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        return accepted;
    }

    /** The kernel resets every dialer that was not accepted. */
    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
        if (address instanceof UnixDomainSocketAddress unix) {
            Files.deleteIfExists(unix.getPath());
        }
    }
}
