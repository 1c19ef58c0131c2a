package io.raftkms.chaos.validators;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * A node's listener: signers park in the kernel's queue, and one is taken when the node believes that it has none. Nobody
 * is ever told to go away.
 */
final class AcceptLoop implements AutoCloseable {
    /** Makes a connection of an accepted socket, by whatever greeting there is. */
    @FunctionalInterface
    interface Greeting {
        SignerChannel greet(SocketChannel accepted) throws IOException;
    }

    private final ServerSocketChannel listener;
    private final Selector selector;
    private final Duration accept;
    private final AcceptGeneration generation;
    private final Greeting greeting;
    private final BlockingQueue<Boolean> wanted = new ArrayBlockingQueue<>(1);
    private final SynchronousQueue<SignerChannel> ready = new SynchronousQueue<>();
    private final Thread thread;

    AcceptLoop(SocketAddress address, Duration accept, AcceptGeneration generation, Greeting greeting)
            throws IOException {
        this.accept = accept;
        this.generation = generation;
        this.greeting = greeting;
        listener = address instanceof UnixDomainSocketAddress
                ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open();
        listener.bind(address);
        listener.configureBlocking(false);
        selector = Selector.open();
        listener.register(selector, SelectionKey.OP_ACCEPT);
        thread = new Thread(this::serve, "accept");
        thread.setDaemon(true);
        thread.start();
    }

    /** A connection, as soon as there is one. */
    Optional<SignerChannel> take(Duration limit) throws InterruptedException {
        wanted.offer(Boolean.TRUE);
        return Optional.ofNullable(ready.poll(limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void serve() {
        try {
            while (listener.isOpen()) {
                wanted.take();
                Optional<SignerChannel> accepted = acceptOne();
                if (accepted.isPresent()) {
                    ready.put(accepted.get());
                } else if (generation == AcceptGeneration.NEW) {
                    wanted.offer(Boolean.TRUE);
                }
            }
        } catch (InterruptedException | IOException | ClosedSelectorException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next signer, unless none comes in time or its greeting fails. */
    private Optional<SignerChannel> acceptOne() throws IOException {
        SocketChannel accepted = listener.accept();
        if (accepted == null) {
            selector.select(accept.toMillis());
            selector.selectedKeys().clear();
            accepted = listener.accept();
        }
        if (accepted == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(greeting.greet(accepted));
        } catch (IOException notASigner) {
            accepted.close();
            return Optional.empty();
        }
    }

    /** Ends the listener and, with it, whoever was parked. */
    @Override
    public void close() throws IOException {
        SocketAddress address = listener.isOpen() ? listener.getLocalAddress() : null;
        thread.interrupt();
        listener.close();
        selector.close();
        SignerChannel spare = ready.poll();
        if (spare != null) {
            spare.close();
        }
        if (address instanceof UnixDomainSocketAddress unix) {
            Files.deleteIfExists(unix.getPath());
        }
    }
}
