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
import java.util.function.BooleanSupplier;

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
    private final BooleanSupplier connected;
    private final BlockingQueue<Boolean> wanted;
    private final SynchronousQueue<SignerChannel> ready = new SynchronousQueue<>();
    private final Thread thread;

    /**
     * Listens, and accepts the first connection, which nobody has to want.
     *
     * @param connected whether the node has a connection
     */
    AcceptLoop(
            SocketAddress address,
            Duration accept,
            AcceptGeneration generation,
            Greeting greeting,
            BooleanSupplier connected)
            throws IOException {
        this.accept = accept;
        this.generation = generation;
        this.greeting = greeting;
        this.connected = connected;
        wanted = generation == AcceptGeneration.OLD ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(1);
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

    /** A connection: the one that is ready, or as soon as there is one. */
    Optional<SignerChannel> take(Duration limit) throws InterruptedException {
        SignerChannel there = ready.poll();
        if (there == null) {
            want();
            there = ready.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        }
        return Optional.ofNullable(there);
    }

    /** The next signer is to be accepted, and kept until it is taken. */
    void want() {
        wanted.offer(Boolean.TRUE);
    }

    private void serve() {
        try {
            acceptAndKeep();
            while (listener.isOpen()) {
                wanted.take();
                if (generation == AcceptGeneration.OLD || !connected.getAsBoolean()) {
                    acceptAndKeep();
                }
            }
        } catch (InterruptedException | IOException | ClosedSelectorException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void acceptAndKeep() throws IOException, InterruptedException {
        Optional<SignerChannel> accepted = acceptOne();
        if (accepted.isEmpty()) {
            if (generation == AcceptGeneration.NEW) {
                want();
            }
            return;
        }
        try {
            ready.put(accepted.get());
        } catch (InterruptedException ended) {
            accepted.get().close();
            throw ended;
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
