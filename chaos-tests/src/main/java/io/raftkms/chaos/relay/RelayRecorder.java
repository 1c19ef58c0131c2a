package io.raftkms.chaos.relay;

import io.raftkms.chaos.observer.Conversation;
import io.raftkms.chaos.observer.ObserverFile;
import io.raftkms.chaos.wire.MalformedException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A recording relay for unix sockets, where privval travels in the clear: signers dial it, and for each of them it dials
 * the node. A connection that ends on one side ends on the other, so signers park and nodes admit as without it. What
 * passes is written down, as {@link io.raftkms.chaos.judge.Observation}s, before it is passed on; what cannot be read
 * ends the connection and fails the relay.
 */
public final class RelayRecorder implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;

    private final String validator;
    private final UnixDomainSocketAddress node;
    private final Path path;
    private final ServerSocketChannel listener;
    private final ObserverFile observer;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicReference<String> publicKey = new AtomicReference<>("");
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final List<String> faults = new ArrayList<>();

    private RelayRecorder(
            String validator,
            UnixDomainSocketAddress node,
            Path path,
            ServerSocketChannel listener,
            ObserverFile observer) {
        this.validator = validator;
        this.node = node;
        this.path = path;
        this.listener = listener;
        this.observer = observer;
    }

    /**
     * Listens at once.
     *
     * @param validator name of the node in observations
     * @param listen where signers dial; must not exist
     * @param node where the node listens; need not exist yet
     * @param observations file to append to
     */
    public static RelayRecorder start(String validator, Path listen, Path node, Path observations, Clock clock)
            throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(listen));
        RelayRecorder relay = new RelayRecorder(
                validator, UnixDomainSocketAddress.of(node), listen, listener, new ObserverFile(observations, clock));
        relay.thread("relay-accept", relay::accept);
        return relay;
    }

    /** What could not be read or written, empty if all is well. */
    public List<String> faults() {
        synchronized (faults) {
            return List.copyOf(faults);
        }
    }

    /** Signers that were let through to the node. */
    public int connections() {
        return connections.get();
    }

    private void accept() {
        while (true) {
            try {
                relay(listener.accept());
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void relay(SocketChannel signer) {
        SocketChannel upstream;
        try {
            upstream = SocketChannel.open(node);
        } catch (IOException nodeIsDown) {
            end(signer);
            return;
        }
        open.add(signer);
        open.add(upstream);
        int number = connections.incrementAndGet();
        Conversation conversation = new Conversation(validator, String.valueOf(number), publicKey, observer);
        thread("relay-" + number + "-node", () -> pump(upstream, signer, conversation::nodeSays));
        thread("relay-" + number + "-signer", () -> pump(signer, upstream, conversation::signerSays));
    }

    @FunctionalInterface
    private interface Listening {
        void hear(byte[] bytes, int length) throws IOException, MalformedException;
    }

    private void pump(SocketChannel from, SocketChannel to, Listening listening) {
        byte[] chunk = new byte[CHUNK];
        ByteBuffer buffer = ByteBuffer.wrap(chunk);
        try {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                hear(chunk, buffer.limit(), listening);
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
        } catch (IOException over) {
            // One side is gone; the other must learn of it.
        } finally {
            end(from);
            end(to);
        }
    }

    private void hear(byte[] chunk, int length, Listening listening) throws IOException {
        try {
            listening.hear(chunk, length);
        } catch (MalformedException | IOException unreadable) {
            if (listener.isOpen()) {
                synchronized (faults) {
                    faults.add(String.valueOf(unreadable.getMessage()));
                }
            }
            throw new IOException(unreadable);
        }
    }

    private void end(SocketChannel channel) {
        open.remove(channel);
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // Nothing is lost with it.
        }
    }

    private void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends every connection; then nothing more is written. Idempotent. */
    @Override
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(path);
        open.forEach(this::end);
        observer.close();
    }
}
