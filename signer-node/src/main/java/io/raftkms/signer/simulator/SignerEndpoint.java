package io.raftkms.signer.simulator;

import com.google.protobuf.ByteString;
import io.raftkms.protocol.privval.Delimited;
import io.raftkms.protocol.privval.PrivvalRequest;
import io.raftkms.protocol.privval.RequestCodec;
import io.raftkms.protocol.secretconnection.IdentityKey;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The node's side of the remote signer protocol, with the quirks of CometBFT's signer listener endpoint: one connection
 * at a time, taken when it believes it has none; requests in lock-step; a connection is dropped on deadlines, resets
 * and failed pings, but kept after a clean end of stream and after replies that it cannot read.
 */
final class SignerEndpoint implements Closeable {
    private final NodeSettings settings;
    private final NodeTimings timings;
    private final SecureRandom random;
    private final IdentityKey identity;
    private final NodeListener listener;
    private final ReentrantLock instance = new ReentrantLock();
    private final BlockingQueue<Boolean> connectRequests = new ArrayBlockingQueue<>(1);
    private final SynchronousQueue<NodeConnection> available = new SynchronousQueue<>();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger failedHandshakes = new AtomicInteger();
    private final Queue<HalfDoneDial> sabotage = new ArrayDeque<>();
    private final Thread serviceLoop;
    private final Thread pingLoop;

    private volatile NodeConnection connection;
    private volatile long pingDue;
    private volatile boolean running = true;
    private volatile Duration firstAccept = Duration.ZERO;
    private boolean flushErrorSwallowed;

    /** An answer and where it came from. */
    record Reply(byte[] body, String connection) {}

    SignerEndpoint(NodeSettings settings, SecureRandom random) throws IOException {
        this.settings = settings;
        this.timings = settings.timings();
        this.random = random;
        identity = IdentityKey.generate(random);
        listener = new NodeListener(settings.listen());
        serviceLoop = daemon("accept", this::serve);
        pingLoop = daemon("ping", this::ping);
    }

    /** Starts to accept, after a pause in which dialers park. */
    void start(Duration pause) {
        pingDue = System.nanoTime() + timings.ping().toNanos();
        triggerConnect();
        firstAccept = pause;
        serviceLoop.start();
        pingLoop.start();
    }

    SocketAddress address() {
        return listener.address();
    }

    /** How many dialers failed to shake hands. */
    int failedHandshakes() {
        return failedHandshakes.get();
    }

    /** Label of the connection that it believes to have, empty without one: it never watches an idle one. */
    String connection() {
        NodeConnection held = connection;
        return held == null ? "" : held.label();
    }

    /** The next dialers are treated so instead of being served. */
    void sabotage(HalfDoneDial dial) {
        synchronized (sabotage) {
            sabotage.add(dial);
        }
    }

    Reply exchange(PrivvalRequest request) throws IOException {
        return exchange(request, ByteString.EMPTY);
    }

    /** As a node asks that has this address. */
    Reply exchange(PrivvalRequest request, ByteString validatorAddress) throws IOException {
        return exchange(Delimited.frame(RequestCodec.encode(request, validatorAddress)));
    }

    /** Sends any bytes and reads one message. */
    Reply exchange(byte[] bytes) throws IOException {
        instance.lock();
        try {
            ensureConnection();
            NodeConnection asked = connection;
            try {
                send(asked, bytes);
                Reply reply = new Reply(asked.receive(settings.dialect().maxReplyBytes()), asked.label());
                pingDue = System.nanoTime() + timings.ping().toNanos();
                return reply;
            } catch (BadReplyException | EOFException kept) {
                throw kept;
            } catch (IOException dropped) {
                drop();
                throw dropped;
            }
        } finally {
            instance.unlock();
        }
    }

    /** Sends any bytes, and tells whether the signer ends the connection within the time. */
    boolean endsAfter(byte[] bytes, Duration time) throws IOException {
        instance.lock();
        try {
            ensureConnection();
            connection.send(bytes);
            boolean ended = connection.endsWithin(time);
            drop();
            return ended;
        } finally {
            instance.unlock();
        }
    }

    /** Ends the connection by FIN or RST, as a node that fails does. */
    void disconnect(boolean reset) throws IOException {
        instance.lock();
        try {
            if (connection != null && reset) {
                connection.reset();
            }
            drop();
        } finally {
            instance.unlock();
        }
    }

    private void send(NodeConnection asked, byte[] bytes) throws IOException {
        try {
            asked.send(bytes);
        } catch (SocketTimeoutException slow) {
            throw slow;
        } catch (IOException broken) {
            if (flushErrorSwallowed || !settings.bufferedWriter()) {
                throw broken;
            }
            flushErrorSwallowed = true;
        }
    }

    private void ensureConnection() throws IOException {
        if (connection != null) {
            return;
        }
        NodeConnection ready = available.poll();
        if (ready == null) {
            triggerConnect();
            ready = poll(timings.connectionWait());
        }
        if (ready == null) {
            throw new SocketTimeoutException("endpoint connection timed out");
        }
        flushErrorSwallowed = false;
        connection = ready;
    }

    private NodeConnection poll(Duration wait) throws IOException {
        try {
            return available.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    private void triggerConnect() {
        connectRequests.offer(Boolean.TRUE);
    }

    private void drop() throws IOException {
        NodeConnection dropped = connection;
        connection = null;
        if (dropped != null) {
            dropped.close();
        }
    }

    private void serve() {
        try {
            TimeUnit.NANOSECONDS.sleep(firstAccept.toNanos());
            while (running) {
                connectRequests.take();
                if (connection != null && !settings.generation().takesSpare()) {
                    continue;
                }
                NodeConnection accepted = accept();
                if (accepted != null) {
                    available.put(accepted);
                } else if (settings.generation().rearms()) {
                    triggerConnect();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next dialer that shakes hands, or null if the deadline passed, or this one did not. */
    private NodeConnection accept() {
        Wire wire = null;
        try {
            wire = new Wire(listener.accept(timings.accept()));
            HalfDoneDial half = nextSabotage();
            if (half != null) {
                half.carryOut(wire, random);
                return null;
            }
            long number = numbers.incrementAndGet();
            return settings.encrypted()
                    ? NodeConnection.secret(number, wire, timings.io(), identity, random)
                    : NodeConnection.plain(number, wire, timings.io());
        } catch (IOException failed) {
            if (wire != null) {
                failedHandshakes.incrementAndGet();
                closeQuietly(wire);
            }
            return null;
        }
    }

    private HalfDoneDial nextSabotage() {
        synchronized (sabotage) {
            return sabotage.poll();
        }
    }

    private void ping() {
        while (running) {
            try {
                long wait = pingDue - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                    continue;
                }
                pingDue = System.nanoTime() + timings.ping().toNanos();
                exchange(new PrivvalRequest.Ping());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException failed) {
                reconnect();
            }
        }
    }

    private void reconnect() {
        if (!running) {
            return;
        }
        try {
            drop();
        } catch (IOException alreadyBroken) {
            // it is out of use either way
        }
        triggerConnect();
    }

    private Thread daemon(String role, Runnable body) {
        Thread thread = new Thread(body, settings.name() + "-" + role);
        thread.setDaemon(true);
        return thread;
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException alreadyBroken) {
            // it is out of use either way
        }
    }

    /** Ends as a process does: every socket at once. */
    @Override
    public void close() throws IOException {
        running = false;
        serviceLoop.interrupt();
        pingLoop.interrupt();
        listener.close();
        NodeConnection last = connection;
        if (last != null) {
            closeQuietly(last);
        }
        NodeConnection spare = available.poll();
        if (spare != null) {
            closeQuietly(spare);
        }
    }
}
