package io.raftkms.chaos.validators;

import io.raftkms.chaos.wire.MalformedException;
import io.raftkms.chaos.wire.PrivvalMessage;
import io.raftkms.chaos.wire.PrivvalWriting;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A node's end of the link, as CometBFT's {@code SignerListenerEndpoint} is: it has one connection at most, and requests
 * and pings take turns on it.
 *
 * <pre>
 * what happens                                    the connection
 * no reply or no room to write in time, RST       dropped; the next exchange asks for another and waits for it
 * the end of the stream (FIN)                     kept, until a write fails
 * a reply that cannot be read                     kept
 * any of these to a ping, or no connection        dropped, and another is accepted at once
 * </pre>
 *
 * A ping is sent when nothing was answered for {@link NodeTimings#ping()}. Go hands its lock on by chance where several
 * wait, here the first is next. The first connection is accepted before anything is asked.
 */
final class SignerEndpoint implements AutoCloseable {
    private final NodeTimings timings;
    private final Consumer<MalformedException> faults;
    private final AcceptLoop door;
    private final Ticks ticks;
    private final Thread pinging;
    /** Whoever has it talks to the signer. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private volatile SignerChannel connection;

    /**
     * Listens at once.
     *
     * @param faults told of replies to pings that nobody can read, or that are signatures
     */
    SignerEndpoint(
            SocketAddress listen,
            AcceptGeneration generation,
            NodeTimings timings,
            AcceptLoop.Greeting greeting,
            Consumer<MalformedException> faults)
            throws IOException {
        this.timings = timings;
        this.faults = faults;
        door = new AcceptLoop(listen, timings.accept(), generation, greeting, () -> connection != null);
        ticks = new Ticks(timings.ping().toNanos(), System.nanoTime());
        pinging = new Thread(this::ping, "ping");
        pinging.setDaemon(true);
        pinging.start();
    }

    /** One exchange, after those that are under way; another connection is waited for if there is none. */
    PrivvalMessage ask(byte[] request) throws IOException, MalformedException, InterruptedException {
        turn.lockInterruptibly();
        try {
            PrivvalMessage reply = exchange(connected(), request);
            ticks.restart(System.nanoTime());
            return reply;
        } finally {
            turn.unlock();
        }
    }

    /**
     * Sends bytes that are no request and drops the connection, whatever comes of it.
     *
     * @return true if the signer ended the connection, or said nothing until the deadline
     */
    boolean endsOn(byte[] bytes) throws IOException, MalformedException, InterruptedException {
        turn.lockInterruptibly();
        try {
            SignerChannel asked = connected();
            try {
                asked.sendUnseen(bytes, timings.io());
                asked.receive(timings.io());
                return false;
            } catch (IOException ended) {
                return true;
            } finally {
                drop();
            }
        } finally {
            turn.unlock();
        }
    }

    private PrivvalMessage exchange(SignerChannel asked, byte[] request) throws IOException, MalformedException {
        try {
            asked.send(request, timings.io());
            return PrivvalMessage.decode(asked.receive(timings.io()));
        } catch (EOFException kept) {
            throw kept;
        } catch (IOException dropped) {
            drop();
            throw dropped;
        }
    }

    private void ping() {
        try {
            while (true) {
                for (long left = ticks.take(System.nanoTime()); left > 0; left = ticks.take(System.nanoTime())) {
                    TimeUnit.NANOSECONDS.sleep(left);
                }
                pingOnce();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void pingOnce() throws InterruptedException {
        turn.lockInterruptibly();
        try {
            ask(PrivvalWriting.ping());
        } catch (IOException failed) {
            dropAndAccept();
        } catch (MalformedException wrong) {
            faults.accept(wrong);
            dropAndAccept();
        } finally {
            turn.unlock();
        }
    }

    private void dropAndAccept() {
        try {
            drop();
        } catch (IOException alreadyBroken) {
            // The next one is as welcome.
        }
        door.want();
    }

    private SignerChannel connected() throws IOException, InterruptedException {
        if (connection == null) {
            connection = door.take(timings.accept())
                    .orElseThrow(() -> new SocketTimeoutException("no signer within " + timings.accept()));
        }
        return connection;
    }

    private void drop() throws IOException {
        SignerChannel dropped = connection;
        connection = null;
        if (dropped != null) {
            dropped.close();
        }
    }

    /** Ends every socket at once, as the end of its process does. */
    @Override
    public void close() throws IOException {
        pinging.interrupt();
        door.close();
        SignerChannel last = connection;
        if (last != null) {
            last.close();
        }
    }
}
