package io.raftkms.chaos.network;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One direction of a connection. A reader takes pieces and gives each the time at which it arrives; a writer hands them on
 * then. So a delay costs no throughput, and what waits for longer than the queue holds slows the sender down, as it would.
 */
final class Pipe {
    private static final int CHUNK = 16 * 1024;
    private static final int PIECES = 64;
    /** Arrives after everything else: no piece is empty otherwise. */
    private static final Piece END = new Piece(new byte[0], 0);

    @SuppressWarnings("ArrayRecordComponent") // handed from thread to thread, never compared
    private record Piece(byte[] bytes, long due) {}

    private final Socket from;
    private final Socket to;
    private final Route route;
    private final Random random;
    private final BlockingQueue<Piece> underWay = new ArrayBlockingQueue<>(PIECES);
    private final Runnable over;
    private final Runnable broken;
    private long lastDue = System.nanoTime();

    /**
     * @param over called when this direction has ended in order
     * @param broken called when the connection is broken: both of its sockets are to be ended
     */
    Pipe(Socket from, Socket to, Route route, Random random, Runnable over, Runnable broken) {
        this.from = from;
        this.to = to;
        this.route = route;
        this.random = random;
        this.over = over;
        this.broken = broken;
    }

    void start(String name) {
        daemon(name + "-in", this::read);
        daemon(name + "-out", this::write);
    }

    private void read() {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int count = from.getInputStream().read(chunk);
                    count >= 0;
                    count = from.getInputStream().read(chunk)) {
                long due = System.nanoTime() + route.now().nanos(random, count);
                // Never before an earlier piece, and behind all that is being sent over a narrow line.
                lastDue = Math.max(due, lastDue + sendingNanos(count));
                underWay.put(new Piece(Arrays.copyOf(chunk, count), lastDue));
            }
            underWay.put(END);
        } catch (IOException reset) {
            broken.run();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private long sendingNanos(int bytes) {
        long rate = route.now().bytesPerSecond();
        return rate == 0 ? 0 : bytes * TimeUnit.SECONDS.toNanos(1) / rate;
    }

    private void write() {
        try {
            for (Piece piece = underWay.take(); piece.bytes().length > 0; piece = underWay.take()) {
                long wait = piece.due() - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
                route.awaitPassage();
                to.getOutputStream().write(piece.bytes());
            }
            route.awaitPassage();
            to.shutdownOutput();
            over.run();
        } catch (IOException gone) {
            broken.run();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
